package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.BootPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// What a node does with its VEs after it went down.
final class BootPlanTest {
    private static final Origin LINE_9 = new Origin("ve/ve101.yaml", 9, 3);

    private final World world = new World();

    private static VeSpec.Builder ordered(int veid, long order) {
        return Desired.ve(veid).boot(new BootPolicy(true, order));
    }

    private static VeSpec.Builder kept(int veid) {
        return Desired.ve(veid)
                .boot(new BootPolicy(false, BootPolicy.LAST))
                .writtenAt(VeField.ONBOOT, LINE_9);
    }

    private void reboot(int... ves) {
        for (int veid : ves) {
            world.mishaps().reboot(new VeId(veid));
        }
    }

    private List<Integer> started(DesiredState desired) {
        return world.plan(desired).steps().stream()
                .flatMap(step ->
                        step.operation() instanceof Launch launch
                                ? Stream.of(launch.veid().value())
                                : Stream.empty())
                .toList();
    }

    @Test
    void higherOrdersStartEarlierAndNoneLast() {
        DesiredState desired =
                Desired.of(Desired.ve(101), ordered(102, 5), ordered(103, 50), ordered(104, 0));
        world.converge(desired);
        reboot(101, 102, 103, 104);
        assertEquals(List.of(103, 102, 104, 101), started(desired));
        world.converge(desired);
    }

    @Test
    void whatStartsLastStopsFirst() {
        VeSpec.Builder[] running = {
            Desired.ve(101), ordered(102, 5), ordered(103, 50), ordered(104, 0), Desired.ve(105)
        };
        world.converge(Desired.of(running));
        VeSpec.Builder[] down = {
            Desired.ve(101), ordered(102, 5), ordered(103, 50), ordered(104, 0), Desired.ve(105)
        };
        for (VeSpec.Builder ve : down) {
            ve.state(RunState.STOPPED);
        }
        assertEquals(List.of(101, 105, 104, 102, 103), stopped(Desired.of(down)));
        world.converge(Desired.of(down));
    }

    @Test
    void oneThatIsNoLongerWantedHasNoOrderAndStopsFirst() {
        world.converge(Desired.of(ordered(102, 5), ordered(103, 50), ordered(104, 1)));
        assertEquals(
                List.of(104, 103),
                stopped(Desired.of(ordered(102, 5), ordered(103, 50).state(RunState.STOPPED))));
    }

    private List<Integer> stopped(DesiredState desired) {
        return world.plan(desired).steps().stream()
                .flatMap(step ->
                        step.operation() instanceof StopVe stop
                                ? Stream.of(stop.veid().value())
                                : Stream.empty())
                .toList();
    }

    @Test
    void equalOrdersStartByVeid() {
        DesiredState desired = Desired.of(ordered(103, 5), ordered(101, 5), ordered(102, 5));
        assertEquals(List.of(101, 102, 103), started(desired));
    }

    @Test
    void anOrderNeverHoldsBackWhatIsMoreDangerous() {
        world.converge(Desired.of(Desired.ve(101), ordered(102, 5)));
        reboot(102);
        Plan plan =
                world.plan(Desired.of(Desired.ve(101).state(RunState.STOPPED), ordered(102, 5)));
        assertEquals(
                new StopVe(new VeId(101), new Seconds(120)), plan.steps().getFirst().operation());
    }

    @Test
    void aVeThatComesUpWithTheNodeIsStarted() {
        DesiredState desired = Desired.of(Desired.ve(101));
        world.converge(desired);
        reboot(101);
        assertEquals(List.of(101), started(desired));
    }

    @Test
    void oneThatDoesNotStaysDownAndThePlanSaysWhatItWaitsFor() {
        DesiredState desired = Desired.of(kept(101));
        world.converge(desired);
        reboot(101);
        Plan plan = world.plan(desired);
        assertEquals(List.of(), plan.steps());
        assertEquals(List.of(), plan.blocked());
        assertEquals(
                List.of(
                        new Warning(
                                new VeId(101),
                                "ve101",
                                "it went down with the node and stays down; write onboot: yes to"
                                        + " have it started",
                                Optional.of(LINE_9))),
                plan.warnings());
    }

    @Test
    void itStaysDownOverASecondBoot() {
        DesiredState desired = Desired.of(kept(101));
        world.converge(desired);
        reboot(101);
        reboot(101);
        assertEquals(List.of(), started(desired));
    }

    @Test
    void itStartsWhenItsDocumentSaysSoAndThenForGood() {
        world.converge(Desired.of(kept(101)));
        reboot(101);
        assertEquals(List.of(101), started(Desired.of(Desired.ve(101))));
        world.converge(Desired.of(Desired.ve(101)));
        world.converge(Desired.of(kept(101)));
        assertEquals(RunPhase.RUNNING, RunPhase.of(world.live(101)));
    }

    @Test
    void aNewVeAndOneThatFellByItselfStartWhateverTheirWish() {
        DesiredState desired = Desired.of(kept(101));
        assertEquals(List.of(101), started(desired));
        world.converge(desired);
        world.mishaps().killInit(new VeId(101));
        assertEquals(List.of(101), started(desired));
    }

    @Test
    void oneThatWasStoppedByOrderStartsByOrder() {
        world.converge(Desired.of(kept(101)));
        world.converge(Desired.of(kept(101).state(RunState.STOPPED)));
        reboot(101);
        assertEquals(List.of(101), started(Desired.of(kept(101))));
    }

    @Test
    void aStartThatFailsAtTheGateLeavesTheVeAsItWas() throws Exception {
        DesiredState desired = Desired.of(kept(101));
        world.converge(desired);
        reboot(101);
        var refused =
                org.junit.jupiter.api.Assertions.assertThrows(
                        org.vzgit.kernel.op.OperationFailure.class,
                        () -> world.kernel.apply(new ReleaseInit(new VeId(101))));
        assertEquals(FailureKind.GONE, refused.kind());
        assertTrue(world.live(101).privateArea().toOptional().orElseThrow().cutOff());
    }
}
