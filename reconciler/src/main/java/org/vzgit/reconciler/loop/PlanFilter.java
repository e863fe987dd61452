package org.vzgit.reconciler.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// Takes some VEs out of a plan. Whatever waits for their steps goes too: a grow that waits for
/// another VE's shrink must not happen without it.
final class PlanFilter {
    private PlanFilter() {}

    static Plan without(Plan plan, Set<VeId> ves) {
        if (ves.isEmpty()) {
            return plan;
        }
        Set<Integer> dropped = new HashSet<>();
        for (Step step : plan.steps()) {
            // Steps wait only for smaller numbers, so one pass sees everything.
            if (isOf(step.operation(), ves)
                    || step.waitsFor().stream().anyMatch(dropped::contains)) {
                dropped.add(step.id());
            }
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

    private static boolean isOf(Operation operation, Set<VeId> ves) {
        return switch (operation) {
            case VeOperation op -> ves.contains(op.veid());
            case BuildTemplate _ -> false;
        };
    }
}
