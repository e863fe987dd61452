package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.Count;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

class GateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final VeId WEB = new VeId(101);

    private final World world = new World();
    private DesiredState desired = numproc(100);

    @BeforeEach
    void runBoth() {
        world.apply(desired);
        desired = numproc(200);
    }

    @Test
    void openGateLetsThePlanThroughAsItIs() {
        Plan plan = world.plan(desired);
        assertSame(plan, Gate.open(NOW).apply(plan, desired));
    }

    @Test
    void suspendedVeHasNoStepsAndIsNamed() {
        Plan plan = suspended().apply(world.plan(desired), desired);
        assertTrue(plan.steps().stream().noneMatch(step -> isOf(step, WEB)));
        assertTrue(plan.steps().stream().anyMatch(step -> isOf(step, new VeId(102))));
        Blocked item = plan.blocked().getFirst();
        assertEquals(Blocked.Reason.SUSPENDED, item.reason());
        assertEquals("suspended by alice", item.detail());
    }

    @Test
    void suspendedVeIsNamedAlsoWhenNothingIsToBeDone() {
        world.apply(desired);
        Plan plan = suspended().apply(world.plan(desired), desired);
        assertTrue(plan.isEmpty());
        assertEquals(1, plan.blocked().size());
    }

    @Test
    void suspendedVeThatIsNotHereIsNobodysBusiness() {
        Gate gate = new Gate(new TreeMap<>(Map.of(new VeId(999), "x")), new TreeMap<>(), NOW);
        Plan plan = world.plan(desired);
        assertEquals(plan, gate.apply(plan, desired));
    }

    @Test
    void removedVeCanBeSuspended() {
        DesiredState without = new Desired().revision("later00").with(Desired.ve(102)).build();
        Plan plan = suspended().apply(world.plan(without), without);
        assertTrue(plan.steps().stream().noneMatch(step -> isOf(step, WEB)));
        assertEquals("101", plan.blocked().getFirst().name());
    }

    @Test
    void fieldInDisputeWaitsAndTheOthersDoNot() {
        DesiredState two =
                new Desired()
                        .revision("two0000")
                        .with(
                                Desired.ve(101)
                                        .hostname("other.example.org")
                                        .resource(Resource.NUMPROC, Limit.of(new Count(200))))
                        .with(Desired.ve(102).resource(Resource.NUMPROC, Limit.of(new Count(100))))
                        .build();
        Gate gate =
                new Gate(
                        new TreeMap<>(),
                        new TreeMap<>(
                                Map.of(WEB, new TreeMap<>(Map.of("numproc", "chef insists")))),
                        NOW);
        Plan plan = gate.apply(world.plan(two), two);
        List<String> fields = plan.steps().stream().map(step -> step.cause().field()).toList();
        assertEquals(List.of("hostname"), fields);
        assertEquals(Blocked.Reason.FIGHT, plan.blocked().getFirst().reason());
        assertEquals("chef insists", plan.blocked().getFirst().detail());
    }

    private static Gate suspended() {
        return new Gate(new TreeMap<>(Map.of(WEB, "suspended by alice")), new TreeMap<>(), NOW);
    }

    private static DesiredState numproc(int count) {
        return new Desired()
                .revision("numproc" + count)
                .with(Desired.ve(101).resource(Resource.NUMPROC, Limit.of(new Count(count))))
                .with(Desired.ve(102).resource(Resource.NUMPROC, Limit.of(new Count(count))))
                .build();
    }

    private static boolean isOf(Step step, VeId veid) {
        return PlanFilter.veOf(step).filter(veid::equals).isPresent();
    }
}
