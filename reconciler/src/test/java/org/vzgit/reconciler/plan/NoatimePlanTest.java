package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// A field that only a restart changes, from difference to step.
final class NoatimePlanTest {
    private static final VeId VE = new VeId(101);
    private static final Origin LINE_9 = new Origin("ve/ve101.yaml", 9, 3);

    private final World world = new World();

    private static VeSpec.Builder quiet() {
        return Desired.ve(101).noatime(true).writtenAt(VeField.NOATIME, LINE_9);
    }

    private Reading<Boolean> noatime() {
        return world.live(101).init().toOptional().orElseThrow().noatime();
    }

    @Test
    void aNewVeIsStartedWithIt() {
        world.converge(Desired.of(quiet()));
        assertEquals(Reading.present(true), noatime());
    }

    @Test
    void aRunningVeIsStoppedAndStartedForIt() {
        world.converge(Desired.of(Desired.ve(101)));
        Plan plan = world.converge(Desired.of(quiet()));
        Step stop = plan.steps().getFirst();
        assertEquals(new StopVe(VE, new Seconds(120)), stop.operation());
        assertEquals(Disruption.RESTART, stop.disruption());
        assertEquals(new Cause("noatime", "no", "yes", Optional.of(LINE_9)), stop.cause());
        assertTrue(
                plan.steps().stream()
                        .map(Step::operation)
                        .anyMatch(operation ->
                                operation instanceof Launch launch && launch.noatime()));
        assertEquals(new ReleaseInit(VE), lastOfStart(plan));
        assertEquals(Reading.present(true), noatime());
    }

    private static Object lastOfStart(Plan plan) {
        return plan.steps().stream()
                .map(Step::operation)
                .filter(ReleaseInit.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takenOutOfTheDocumentItIsARestartToo() {
        world.converge(Desired.of(quiet()));
        Plan plan = world.converge(Desired.of(Desired.ve(101)));
        assertEquals(
                new Cause("noatime", "yes", "no", Optional.empty()),
                plan.steps().getFirst().cause());
        assertEquals(Reading.present(false), noatime());
    }

    @Test
    void aVeThatDoesNotRunIsNotTouchedForIt() {
        world.converge(Desired.of(Desired.ve(101).state(RunState.STOPPED)));
        assertEquals(List.of(), world.plan(Desired.of(quiet().state(RunState.STOPPED))).steps());
        world.converge(Desired.of(quiet()));
        assertEquals(Reading.present(true), noatime());
    }

    @Test
    void withAnIncompleteCgroupOneRestartDoesBoth() {
        world.converge(Desired.of(Desired.ve(101)));
        world.mishaps().loseCgroup(VE, org.vzgit.schema.Resource.NUMPROC);
        Plan plan = world.converge(Desired.of(quiet()));
        assertEquals(1, plan.steps().stream().filter(s -> s.operation() instanceof StopVe).count());
        assertEquals("cgroup", plan.steps().getFirst().cause().field());
        assertEquals(Reading.present(true), noatime());
    }
}
