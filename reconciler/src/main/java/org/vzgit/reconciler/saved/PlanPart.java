package org.vzgit.reconciler.saved;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// Takes the operations of some VEs out of a plan, with the templates that they wait for, numbered
/// anew.
final class PlanPart {
    private PlanPart() {}

    /// A step that waits for one of another VE (a grow that waits for somebody's shrink) is left
    /// out: it must not happen alone.
    static Plan of(Plan plan, Set<VeId> ves) {
        Set<Integer> dropped = new HashSet<>();
        Set<Integer> needed = new HashSet<>();
        for (Step step : plan.steps()) {
            if (isOfAnother(step, ves) || step.waitsFor().stream().anyMatch(dropped::contains)) {
                dropped.add(step.id());
            } else if (step.operation() instanceof VeOperation) {
                needed.addAll(step.waitsFor());
                needed.add(step.id());
            }
        }
        List<Step> kept =
                plan.steps().stream()
                        .filter(step -> !dropped.contains(step.id()) && needed.contains(step.id()))
                        .toList();
        return new Plan(
                plan.node(), plan.revision(), plan.changes(), numbered(kept), plan.blocked());
    }

    private static boolean isOfAnother(Step step, Set<VeId> ves) {
        return switch (step.operation()) {
            case VeOperation operation -> !ves.contains(operation.veid());
            case BuildTemplate _ -> false;
        };
    }

    private static List<Step> numbered(List<Step> kept) {
        Map<Integer, Integer> numbers = new HashMap<>();
        List<Step> steps = new ArrayList<>(kept.size());
        for (Step step : kept) {
            numbers.put(step.id(), steps.size() + 1);
            SortedSet<Integer> waitsFor = new TreeSet<>();
            step.waitsFor().forEach(id -> waitsFor.add(numbers.getOrDefault(id, 0)));
            steps.add(
                    new Step(
                            steps.size() + 1,
                            step.operation(),
                            waitsFor,
                            step.cause(),
                            step.disruption()));
        }
        return steps;
    }
}
