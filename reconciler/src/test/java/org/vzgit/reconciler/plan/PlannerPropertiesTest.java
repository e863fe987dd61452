package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;

/// What is true of every plan, whatever the node and whatever is wanted. The seed is the argument
/// of the test: a failure names it.
class PlannerPropertiesTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void planningAgainFindsNothing(long seed) {
        Scenario scenario = Scenario.of(seed);
        Plan plan = scenario.world.apply(scenario.after);
        Plan again = scenario.world.plan(scenario.after);
        assertEquals(List.of(), again.steps());
        assertEquals(plan.blocked(), again.blocked());
        if (plan.blocked().isEmpty()) {
            assertEquals(
                    List.of(), Conformity.faults(scenario.after, scenario.world.kernel.observe()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCommitThatChangesNothingGivesAnEmptyPlan(long seed) {
        Scenario scenario = Scenario.of(seed);
        scenario.world.apply(scenario.after);
        DesiredState sameAgain =
                new Desired().revision("later00").with(scenario.after.ves().values()).build();
        assertEquals(List.of(), scenario.world.plan(sameAgain).steps());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyVeHasExactlyOneChangeAndUntouchedOnesNoStep(long seed) {
        Scenario scenario = Scenario.of(seed);
        ObservedNode live = scenario.world.kernel.observe();
        Plan plan = scenario.world.plan(scenario.after);
        Set<VeId> expected = new HashSet<>(scenario.after.ves().keySet());
        expected.addAll(live.ves().keySet());
        assertEquals(
                expected.stream().sorted().toList(),
                plan.changes().stream().map(Change::veid).toList());
        Set<VeId> kept = new HashSet<>();
        for (Change change : plan.changes()) {
            if (change instanceof Change.Keep(VeId veid)) {
                kept.add(veid);
            }
        }
        for (Step step : plan.steps()) {
            if (step.operation() instanceof VeOperation operation) {
                assertTrue(!kept.contains(operation.veid()), step.toString());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noStepCanBeLeftOut(long seed) {
        Scenario scenario = Scenario.of(seed);
        ObservedNode live = scenario.world.kernel.observe();
        Plan plan = scenario.world.plan(scenario.after);
        for (Step omitted : plan.steps()) {
            if (isRepetition(omitted, live)) {
                continue;
            }
            World world = scenario.world.copy();
            boolean failed = false;
            for (Step step : plan.steps()) {
                failed |= step.id() != omitted.id() && !tryApply(world, step);
            }
            assertTrue(
                    failed || !world.plan(scenario.after).steps().isEmpty(),
                    () -> "superfluous: " + omitted);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noVeStopsWhereEveryChangeIsLive(long seed) {
        Plan plan = planOf(seed);
        Map<VeId, Change> changes = new TreeMap<>();
        plan.changes().forEach(change -> changes.put(change.veid(), change));
        for (Step step : plan.steps()) {
            if (step.operation() instanceof StopVe stop
                    && changes.get(stop.veid()) instanceof Change.Update update
                    && update.spec().state() == RunState.RUNNING
                    && RunPhase.of(update.live()) == RunPhase.RUNNING) {
                assertTrue(
                        update.fields().stream()
                                .anyMatch(field ->
                                        field.disruption().compareTo(Disruption.RESTART) >= 0),
                        update.toString());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shrinksGoBeforeGrows(long seed) {
        Scenario scenario = Scenario.of(seed);
        ObservedNode live = scenario.world.kernel.observe();
        Plan plan = scenario.world.plan(scenario.after);
        for (Resource resource : List.of(Resource.PHYSPAGES, Resource.NUMPROC)) {
            Set<Integer> shrinks = new HashSet<>();
            for (Step step : plan.steps()) {
                if (step.operation() instanceof SetResource set && set.resource() == resource) {
                    if (Promise.shrinks(live, set)) {
                        shrinks.add(step.id());
                    } else if (Promise.grows(live, set)) {
                        assertTrue(
                                step.waitsFor().containsAll(shrinksOf(plan, live, resource)),
                                step.toString());
                    }
                }
            }
            assertEquals(shrinksOf(plan, live, resource), shrinks);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theMostDangerousStandsFirst(long seed) {
        Plan plan = planOf(seed);
        List<Step> free = plan.steps().stream().filter(step -> step.waitsFor().isEmpty()).toList();
        List<Disruption> shown = free.stream().map(Step::disruption).toList();
        assertEquals(shown.stream().sorted(Comparator.reverseOrder()).toList(), shown);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aVeThatCannotBeReadIsLeftAlone(long seed) {
        for (int part = 0; part < 4; part++) {
            Scenario scenario = Scenario.withOwnAddresses(seed);
            VeId veid = new VeId(101 + (int) (seed % 5));
            switch (part) {
                case 0 -> scenario.world.mishaps().obscurePrivateArea(veid);
                case 1 -> scenario.world.mishaps().obscureCgroup(veid);
                case 2 -> scenario.world.mishaps().obscureInit(veid);
                default -> scenario.world.mishaps().obscureNetwork(veid);
            }
            Plan plan = scenario.world.apply(scenario.after);
            assertTrue(
                    plan.steps().stream().noneMatch(step -> isOf(step, veid)),
                    () -> plan.steps().toString());
            assertTrue(plan.blocked().stream().anyMatch(item -> item.veid().equals(veid)));
            assertEquals(List.of(), scenario.world.plan(scenario.after).steps());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsDestroyedThatNobodyReleased(long seed) {
        Scenario scenario = Scenario.withBudget(seed, (int) (seed % 3));
        ObservedNode live = scenario.world.kernel.observe();
        Plan plan = scenario.world.plan(scenario.after);
        long felt = 0;
        for (Step step : plan.steps()) {
            if (step.operation() instanceof DestroyPrivateArea destroy) {
                OwnerMark mark =
                        live.ve(destroy.veid())
                                .privateArea()
                                .toOptional()
                                .flatMap(area -> area.mark().toOptional())
                                .orElseThrow();
                assertEquals(DeletionPolicy.DESTROY, mark.deletion());
                assertTrue(!scenario.after.ves().containsKey(destroy.veid()));
                assertNotEquals(0, scenario.after.ves().size());
                felt++;
            } else if (step.operation() instanceof StopVe stop
                    && !scenario.after.ves().containsKey(stop.veid())
                    && plan.steps().stream()
                            .noneMatch(other ->
                                    other.operation()
                                            .equals(new DestroyPrivateArea(stop.veid())))) {
                felt++;
            }
        }
        assertTrue(felt <= seed % 3, "felt removals: " + felt);
    }

    private static Plan planOf(long seed) {
        Scenario scenario = Scenario.of(seed);
        return scenario.world.plan(scenario.after);
    }

    private static Set<Integer> shrinksOf(Plan plan, ObservedNode live, Resource resource) {
        Set<Integer> shrinks = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step.operation() instanceof SetResource set
                    && set.resource() == resource
                    && Promise.shrinks(live, set)) {
                shrinks.add(step.id());
            }
        }
        return shrinks;
    }

    private static boolean isOf(Step step, VeId veid) {
        return step.operation() instanceof VeOperation operation && operation.veid().equals(veid);
    }

    /// Steps that write what may be there already, because it cannot be read before the VE runs, or
    /// because it is only a note.
    private static boolean isRepetition(Step step, ObservedNode live) {
        return switch (step.operation()) {
            case SetResource set -> isDefault(set, live);
            case WriteResolver _ -> step.disruption() != Disruption.RELOAD;
            case WriteOwnerMark _ -> step.cause().field().equals("applied");
            default -> false;
        };
    }

    private static boolean isDefault(SetResource set, ObservedNode live) {
        Control control = live.features().controlOf(set.resource());
        return Rounding.readBack(control, set.resource(), set.limit())
                .equals(Rounding.readBack(control, set.resource(), Limit.UNLIMITED));
    }

    private static boolean tryApply(World world, Step step) {
        try {
            world.kernel.apply(step.operation());
            return true;
        } catch (OperationFailure _) {
            return false;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aNewTemplateVersionMovesNoVe(long seed) {
        Scenario scenario = Scenario.of(seed);
        scenario.world.apply(scenario.after);
        Map<VeId, TemplateRef> stood = templates(scenario.world);
        scenario.world.kernel.publish(new TemplateRef(Desired.BUSYBOX, "3"));
        assertEquals(List.of(), scenario.world.plan(scenario.after).steps());
        scenario.after.ves().keySet().forEach(scenario.world.mishaps()::killInit);
        scenario.world.apply(scenario.after);
        assertEquals(stood, templates(scenario.world));
    }

    private static Map<VeId, TemplateRef> templates(World world) {
        Map<VeId, TemplateRef> templates = new TreeMap<>();
        world.kernel
                .observe()
                .ves()
                .values()
                .forEach(ve ->
                        ve.init()
                                .toOptional()
                                .map(ObservedInit::template)
                                .flatMap(reading -> reading.toOptional())
                                .ifPresent(template -> templates.put(ve.veid(), template)));
        return templates;
    }
}
