package org.vzgit.reconciler.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.schema.VeId;

/// Takes steps out of a plan. Whatever waits for them goes too: a grow that waits for another VE's
/// shrink must not happen without it.
public final class PlanFilter {
    private PlanFilter() {}

    /// Without all steps of these VEs.
    public static Plan without(Plan plan, Set<VeId> ves) {
        return ves.isEmpty()
                ? plan
                : without(plan, step -> veOf(step).filter(ves::contains).isPresent());
    }

    /// Without the steps that are not wanted now.
    static Plan without(Plan plan, Predicate<Step> unwanted) {
        Set<Integer> dropped = new HashSet<>();
        for (Step step : plan.steps()) {
            // Steps wait only for smaller numbers, so one pass sees everything.
            if (unwanted.test(step) || step.waitsFor().stream().anyMatch(dropped::contains)) {
                dropped.add(step.id());
            }
        }
        if (dropped.isEmpty()) {
            return plan;
        }
        List<Step> kept =
                plan.steps().stream().filter(step -> !dropped.contains(step.id())).toList();
        return new Plan(
                plan.node(),
                plan.revision(),
                plan.changes(),
                kept,
                plan.blocked(),
                plan.warnings());
    }

    /// The VEs that a plan starts.
    public static Set<VeId> started(Plan plan) {
        Set<VeId> started = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step.operation() instanceof Launch launch) {
                started.add(launch.veid());
            }
        }
        return started;
    }

    /// The VE that a step is about; empty for the node's own.
    public static Optional<VeId> veOf(Step step) {
        return switch (step.operation()) {
            case VeOperation op -> Optional.of(op.veid());
            case BuildTemplate _ -> Optional.empty();
        };
    }
}
