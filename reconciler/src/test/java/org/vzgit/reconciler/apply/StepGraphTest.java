package org.vzgit.reconciler.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

class StepGraphTest {
    private static final Outcome DONE = new Outcome.Done(1);
    private static final Outcome BROKEN = failed(FailureKind.BROKEN);
    private static final int STEPS = 60;

    private static Outcome failed(FailureKind kind) {
        return new Outcome.Failed(kind, "x", 1);
    }

    private static List<Integer> ids(List<Step> steps) {
        return steps.stream().map(Step::id).toList();
    }

    private static Step next(StepGraph graph) {
        return graph.begin().orElseThrow();
    }

    @Test
    void anEmptyPlanHasNothingToBegin() {
        StepGraph graph = new StepGraph(Steps.nothing());
        assertEquals(Optional.empty(), graph.begin());
        assertEquals(List.of(), graph.skipRest(Set.of(), "stopped"));
        assertTrue(graph.outcomes().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyKindOfFailureSkipsTheWholeChainAndNamesItsBeginning(FailureKind kind) {
        Plan plan = new Steps().numproc(101, 1).numproc(102, 1, 1).numproc(103, 1, 2).plan();
        StepGraph graph = new StepGraph(plan);
        assertEquals(List.of(2, 3), ids(graph.end(next(graph), failed(kind))));
        assertEquals(new Outcome.Skipped("step 1 failed"), graph.outcomes().get(2));
        assertEquals(new Outcome.Skipped("step 1 failed"), graph.outcomes().get(3));
        assertEquals(Optional.empty(), graph.begin());
    }

    @Test
    void aStepOfTwoFailedOnesIsSkippedOnceAndNamesTheFirst() {
        Plan plan = new Steps().numproc(101, 1).numproc(102, 1).numproc(103, 1, 1, 2).plan();
        StepGraph graph = new StepGraph(plan);
        Step first = next(graph);
        Step second = next(graph);
        assertEquals(List.of(3), ids(graph.end(second, BROKEN)));
        assertEquals(List.of(), graph.end(first, BROKEN));
        assertEquals(new Outcome.Skipped("step 2 failed"), graph.outcomes().get(3));
    }

    @Test
    void aStepWhoseOtherConditionFailedDoesNotBeginWhenTheLastOneIsDone() {
        Plan plan = new Steps().numproc(101, 1).numproc(102, 1).numproc(103, 1, 1, 2).plan();
        StepGraph graph = new StepGraph(plan);
        Step first = next(graph);
        Step second = next(graph);
        graph.end(first, BROKEN);
        assertEquals(List.of(), graph.end(second, DONE));
        assertEquals(Optional.empty(), graph.begin());
    }

    @Test
    void anIndependentStepOfTheSameVeBeginsAfterAFailure() {
        StepGraph graph = new StepGraph(new Steps().numproc(101, 1).numproc(101, 2).plan());
        Step first = next(graph);
        assertEquals(Optional.empty(), graph.begin());
        graph.end(first, BROKEN);
        assertEquals(2, next(graph).id());
    }

    @Test
    void anAbandonedVeGetsNoOtherStepAndWhatWaitsForItsStepsNeither() {
        Plan plan =
                new Steps()
                        .numproc(101, 1)
                        .numproc(101, 2)
                        .numproc(102, 1, 2)
                        .numproc(103, 1)
                        .plan();
        StepGraph graph = new StepGraph(plan);
        List<Step> skipped = graph.abandon(next(graph), failed(FailureKind.DEADLINE));
        assertEquals(List.of(2, 3), ids(skipped));
        assertEquals(new Outcome.Skipped("step 1 failed"), graph.outcomes().get(2));
        assertEquals(new Outcome.Skipped("step 2 failed"), graph.outcomes().get(3));
        assertEquals(4, next(graph).id());
        assertEquals(Optional.empty(), graph.begin());
    }

    @Test
    void theRestIsSkippedInOrderExceptWhatRunsOrEnded() {
        Plan plan =
                new Steps().numproc(101, 1).numproc(102, 1).numproc(103, 1).numproc(101, 2).plan();
        StepGraph graph = new StepGraph(plan);
        graph.end(next(graph), DONE);
        Step running = next(graph);
        assertEquals(List.of(3, 4), ids(graph.skipRest(Set.of(running.id()), "stopped")));
        assertEquals(List.of(), graph.end(running, DONE));
        assertEquals(DONE, graph.outcomes().get(2));
        assertEquals(new Outcome.Skipped("stopped"), graph.outcomes().get(4));
        assertEquals(List.of(), graph.skipRest(Set.of(), "again"));
    }

    /// Random plans, ended in random order with random outcomes.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
    void noStepBeginsBeforeItsConditionsOrBesideItsVe(long seed) {
        Random random = new Random(seed);
        Plan plan = plan(random);
        StepGraph graph = new StepGraph(plan);
        List<Step> running = new ArrayList<>();
        Set<VeId> busy = new HashSet<>();
        while (graph.outcomes().size() < STEPS) {
            for (Optional<Step> step = graph.begin(); step.isPresent(); step = graph.begin()) {
                assertTrue(busy.add(veid(step.get())), "two of " + veid(step.get()));
                for (int before : step.get().waitsFor()) {
                    assertEquals(DONE, graph.outcomes().get(before));
                }
                running.add(step.get());
            }
            Step ended = running.remove(random.nextInt(running.size()));
            busy.remove(veid(ended));
            graph.end(ended, random.nextInt(6) == 0 ? BROKEN : DONE);
        }
        assertEquals(List.of(), running);
        for (Step step : plan.steps()) {
            boolean allDone =
                    step.waitsFor().stream().allMatch(id -> DONE.equals(graph.outcomes().get(id)));
            boolean skipped = graph.outcomes().get(step.id()) instanceof Outcome.Skipped;
            assertEquals(!allDone, skipped, "step " + step.id());
        }
    }

    private static Plan plan(Random random) {
        Steps steps = new Steps();
        for (int id = 1; id <= STEPS; id++) {
            Set<Integer> before = new TreeSet<>();
            for (int i = random.nextInt(3); i > 0 && id > 1; i--) {
                before.add(1 + random.nextInt(id - 1));
            }
            steps.numproc(101 + random.nextInt(7), id, before.toArray(Integer[]::new));
        }
        return steps.plan();
    }

    private static VeId veid(Step step) {
        return ((VeOperation) step.operation()).veid();
    }
}
