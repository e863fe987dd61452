package org.vzgit.reconciler.plan;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.OperationFailure;

/// Applies a plan step by step, in printed order; a step whose predecessors did not all succeed is
/// left out.
///
/// @param failures by step, with their messages
/// @param skipped the steps that were not tried
record PlanRunner(Map<Integer, String> failures, Set<Integer> skipped) {

    static PlanRunner run(Plan plan, Kernel kernel) {
        TreeMap<Integer, String> failures = new TreeMap<>();
        TreeSet<Integer> skipped = new TreeSet<>();
        for (Step step : plan.steps()) {
            if (step.waitsFor().stream()
                    .anyMatch(id -> failures.containsKey(id) || skipped.contains(id))) {
                skipped.add(step.id());
                continue;
            }
            try {
                kernel.apply(step.operation());
            } catch (OperationFailure failure) {
                failures.put(step.id(), failure.kind() + " " + failure.getMessage());
            }
        }
        return new PlanRunner(failures, skipped);
    }
}
