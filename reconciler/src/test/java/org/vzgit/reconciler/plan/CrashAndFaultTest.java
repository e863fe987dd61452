package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.VeId;

/// Whatever is interrupted, and wherever, the next pass completes it; and no state in between is
/// one that users must be protected from.
class CrashAndFaultTest {

    /// Each seed is some 25 steps, and each step an interruption of its own.
    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPrefixOfAPlanCanBeCompleted(long seed) throws OperationFailure {
        Scenario scenario = Scenario.of(seed);
        Plan plan = scenario.world.plan(scenario.after);
        ObservedNode before = scenario.world.kernel.observe();
        completesAfterCrash(scenario.world, scenario.after);
        for (Step step : plan.steps()) {
            scenario.world.kernel.apply(step.operation());
            Bounds.check(scenario.after, before, scenario.world.kernel.observe());
            completesAfterCrash(scenario.world, scenario.after);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyOrderThatRespectsTheGraphCanBeInterrupted(long seed) throws OperationFailure {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Scenario scenario = Scenario.of(seed);
        Plan plan = scenario.world.plan(scenario.after);
        ObservedNode before = scenario.world.kernel.observe();
        for (int attempt = 0; attempt < 5; attempt++) {
            World world = scenario.world.copy();
            List<Step> left = new ArrayList<>(plan.steps());
            Set<Integer> done = new HashSet<>();
            int length = random.nextInt(left.size() + 1);
            while (done.size() < length) {
                List<Step> ready =
                        left.stream().filter(step -> done.containsAll(step.waitsFor())).toList();
                Step next = ready.get(random.nextInt(ready.size()));
                world.kernel.apply(next.operation());
                Bounds.check(scenario.after, before, world.kernel.observe());
                done.add(next.id());
                left.remove(next);
            }
            completesAfterCrash(world, scenario.after);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aFailedOperationStopsOnlyWhatWaitsForIt(long seed) {
        List<FailureKind> kinds = List.of(FailureKind.values());
        FailureKind kind = kinds.get((int) (seed % kinds.size()));
        Scenario scenario = Scenario.of(seed);
        Plan plan = scenario.world.plan(scenario.after);
        for (int faulty = 1; faulty <= plan.steps().size(); faulty++) {
            for (var fault :
                    List.of(
                            new FaultyKernel.Fault.Fails(kind),
                            new FaultyKernel.Fault.FailsAfterEffect(kind))) {
                World world = scenario.world.copy();
                FaultyKernel kernel = new FaultyKernel(world.kernel, faulty, fault);
                PlanRunner result = PlanRunner.run(plan, kernel);
                assertEquals(Set.of(faulty), result.failures().keySet());
                assertEquals(behind(plan, faulty), result.skipped());
                completes(world, scenario.after);
            }
        }
    }

    /// A step waits for other VEs only where they give something back that it takes.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void vesWaitForEachOtherOnlyWhereTheyContend(long seed) {
        Scenario scenario = Scenario.of(seed);
        Plan plan = scenario.world.plan(scenario.after);
        for (Step step : plan.steps()) {
            for (int before : step.waitsFor()) {
                Step other = plan.steps().get(before - 1);
                if (!veOf(step).equals(veOf(other))) {
                    assertTrue(isExchange(other, step), other + " before " + step);
                }
            }
        }
    }

    private static boolean isExchange(Step giver, Step taker) {
        return switch (giver.operation()) {
            case BuildTemplate _ -> true;
            case SetResource given ->
                    switch (taker.operation()) {
                        case SetResource taken -> taken.resource() == given.resource();
                        case StopVe _ -> true;
                        default -> false;
                    };
            case SetBeancounter given ->
                    switch (taker.operation()) {
                        case SetBeancounter taken -> taken.resource() == given.resource();
                        case StopVe _ -> true;
                        default -> false;
                    };
            case RemoveAddress given ->
                    taker.operation() instanceof AddAddress taken
                            && taken.address().equals(given.address());
            case DetachNetwork _, AttachNetwork _ -> taker.operation() instanceof AddAddress;
            default -> false;
        };
    }

    private static void completesAfterCrash(World world, DesiredState desired) {
        World rest = world.copy();
        rest.kernel.crash();
        completes(rest, desired);
    }

    private static void completes(World world, DesiredState desired) {
        world.converge(desired);
        assertEquals(List.of(), Conformity.faults(desired, world.kernel.observe()));
    }

    private static Set<Integer> behind(Plan plan, int failed) {
        Set<Integer> behind = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step.waitsFor().contains(failed)
                    || step.waitsFor().stream().anyMatch(behind::contains)) {
                behind.add(step.id());
            }
        }
        return behind;
    }

    private static Optional<VeId> veOf(Step step) {
        return step.operation() instanceof VeOperation operation
                ? Optional.of(operation.veid())
                : Optional.empty();
    }
}
