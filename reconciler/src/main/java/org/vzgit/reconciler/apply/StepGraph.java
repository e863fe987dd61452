package org.vzgit.reconciler.apply;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// Which step of a plan may begin now. Keeps the two promises of every apply: a step begins only
/// after all that it waits for succeeded, and no two steps of one VE run at once.
///
/// Not thread-safe; one thread decides.
final class StepGraph {
    private final Map<Integer, Step> steps = new HashMap<>();
    private final Map<Integer, List<Step>> dependents = new HashMap<>();
    private final Map<Integer, Integer> missing = new HashMap<>();
    private final PriorityQueue<Integer> ready = new PriorityQueue<>();
    private final Map<VeId, PriorityQueue<Integer>> behindBusyVe = new HashMap<>();
    private final Set<VeId> busy = new HashSet<>();
    private final SortedMap<Integer, Outcome> outcomes = new TreeMap<>();

    StepGraph(Plan plan) {
        for (Step step : plan.steps()) {
            steps.put(step.id(), step);
            missing.put(step.id(), step.waitsFor().size());
            step.waitsFor()
                    .forEach(
                            id -> dependents.computeIfAbsent(id, _ -> new ArrayList<>()).add(step));
            if (step.waitsFor().isEmpty()) {
                ready.add(step.id());
            }
        }
    }

    /// The step with the smallest number that may begin, now marked as running; empty when all that
    /// is left waits for running steps.
    Optional<Step> begin() {
        while (!ready.isEmpty()) {
            Step step = step(ready.remove());
            if (outcomes.containsKey(step.id())) {
                continue;
            }
            Optional<VeId> veid = veid(step);
            if (veid.isEmpty() || busy.add(veid.get())) {
                return Optional.of(step);
            }
            behindBusyVe.computeIfAbsent(veid.get(), _ -> new PriorityQueue<>()).add(step.id());
        }
        return Optional.empty();
    }

    /// Takes note of what became of a running step.
    ///
    /// @return the steps that are skipped because of it, in the order of the plan
    List<Step> end(Step step, Outcome outcome) {
        outcomes.put(step.id(), outcome);
        veid(step).ifPresent(this::release);
        if (!(outcome instanceof Outcome.Done)) {
            return skipDependents(step);
        }
        for (Step dependent : dependents.getOrDefault(step.id(), List.of())) {
            if (missing.merge(dependent.id(), -1, Integer::sum) == 0
                    && !outcomes.containsKey(dependent.id())) {
                ready.add(dependent.id());
            }
        }
        return List.of();
    }

    /// Takes note that a step was given up while its operation still runs. Its VE stays busy: of
    /// its other steps none may begin beside it.
    ///
    /// @return the steps that are skipped because of it, in the order of the plan
    List<Step> abandon(Step step, Outcome outcome) {
        outcomes.put(step.id(), outcome);
        SortedMap<Integer, Step> skipped = new TreeMap<>();
        skipDependents(step).forEach(other -> skipped.put(other.id(), other));
        for (Step other : steps.values()) {
            boolean sameVe = veid(step).isPresent() && veid(step).equals(veid(other));
            if (sameVe && !outcomes.containsKey(other.id())) {
                outcomes.put(other.id(), new Outcome.Skipped("step " + step.id() + " failed"));
                skipped.put(other.id(), other);
                skipDependents(other).forEach(last -> skipped.put(last.id(), last));
            }
        }
        veid(step).ifPresent(behindBusyVe::remove);
        return List.copyOf(skipped.values());
    }

    /// Skips everything that has not begun.
    List<Step> skipRest(Set<Integer> running, String reason) {
        List<Step> skipped = new ArrayList<>();
        for (Step step : new TreeMap<>(steps).values()) {
            if (!running.contains(step.id()) && !outcomes.containsKey(step.id())) {
                outcomes.put(step.id(), new Outcome.Skipped(reason));
                skipped.add(step);
            }
        }
        ready.clear();
        behindBusyVe.clear();
        return skipped;
    }

    /// What became of each step so far, by id.
    SortedMap<Integer, Outcome> outcomes() {
        return outcomes;
    }

    private void release(VeId veid) {
        busy.remove(veid);
        PriorityQueue<Integer> waiting = behindBusyVe.remove(veid);
        if (waiting != null) {
            ready.addAll(waiting);
        }
    }

    private List<Step> skipDependents(Step failed) {
        SortedMap<Integer, Step> skipped = new TreeMap<>();
        Deque<Step> open = new ArrayDeque<>(List.of(failed));
        while (!open.isEmpty()) {
            for (Step dependent : dependents.getOrDefault(open.remove().id(), List.of())) {
                if (!outcomes.containsKey(dependent.id())) {
                    outcomes.put(
                            dependent.id(), new Outcome.Skipped("step " + failed.id() + " failed"));
                    skipped.put(dependent.id(), dependent);
                    open.add(dependent);
                }
            }
        }
        return List.copyOf(skipped.values());
    }

    private Step step(int id) {
        return java.util.Objects.requireNonNull(steps.get(id));
    }

    private static Optional<VeId> veid(Step step) {
        return switch (step.operation()) {
            case VeOperation op -> Optional.of(op.veid());
            case BuildTemplate _ -> Optional.empty();
        };
    }
}
