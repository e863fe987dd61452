package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Bridged interfaces, from difference to step.
final class InterfacePlanTest {
    private static final VeId VE = new VeId(101);
    private static final Origin LINE_9 = new Origin("ve/ve101.yaml", 9, 3);
    private static final NetInterface ETH1 = of("ifname=eth1,bridge=br0");
    private static final NetInterface ETH2 = of("ifname=eth2,bridge=br0");

    private final World world = new World();

    private static NetInterface of(String text) {
        return NetInterface.parse(text, VE);
    }

    private static VeSpec.Builder with(NetInterface... interfaces) {
        return Desired.ve(101)
                .network(NetworkSpec.NONE.with(Arrays.asList(interfaces)))
                .writtenAt(VeField.NETWORK_INTERFACES, LINE_9);
    }

    private List<Operation> steps(VeSpec.Builder wanted) {
        return world.plan(Desired.of(wanted)).steps().stream().map(Step::operation).toList();
    }

    private static Operation set(NetInterface wanted) {
        return new SetInterface(VE, wanted);
    }

    @Test
    void aRunningVeGetsOneAndKeepsRunning() {
        world.converge(Desired.of(Desired.ve(101)));
        Plan plan = world.converge(Desired.of(with(ETH1)));
        Step step = plan.steps().getFirst();
        assertEquals(List.of(set(ETH1)), List.of(step.operation()));
        assertEquals(Disruption.LIVE, step.disruption());
        assertEquals(new Cause("netif", "", ETH1.text(), Optional.of(LINE_9)), step.cause());
    }

    @Test
    void oneThatChangesIsSetAndTheOtherLeftAlone() {
        world.converge(Desired.of(with(ETH1, ETH2)));
        NetInterface moved = of("ifname=eth1,bridge=br1");
        assertEquals(List.of(set(moved)), steps(with(moved, ETH2)));
        world.converge(Desired.of(with(moved, ETH2)));
    }

    @Test
    void whatGoesMakesRoomForWhatComes() {
        world.converge(Desired.of(with(ETH1)));
        NetInterface sameHostName = of("ifname=wan,host_ifname=veth101.1");
        Plan plan = world.plan(Desired.of(with(sameHostName)));
        assertEquals(
                List.of(new RemoveInterface(VE, "eth1"), set(sameHostName)),
                plan.steps().stream().map(Step::operation).toList());
        assertTrue(plan.steps().get(1).waitsFor().contains(1));
        world.converge(Desired.of(with(sameHostName)));
    }

    @Test
    void theOrderInWhichTheyAreWrittenDoesNotMatter() {
        world.converge(Desired.of(with(ETH1, ETH2)));
        assertEquals(List.of(), steps(with(ETH2, ETH1)));
    }

    @Test
    void aStartHasThemBeforeTheInitRuns() {
        List<Operation> steps = steps(with(ETH1));
        assertTrue(steps.indexOf(new AttachNetwork(VE)) < steps.indexOf(set(ETH1)));
        assertTrue(steps.indexOf(set(ETH1)) < steps.indexOf(new ReleaseInit(VE)));
        Step last = world.plan(Desired.of(with(ETH1))).steps().getLast();
        assertTrue(last.waitsFor().contains(steps.indexOf(set(ETH1)) + 1));
        world.converge(Desired.of(with(ETH1)));
    }

    @Test
    void everyWayInWhichOneDriftsIsPutRight() {
        world.converge(Desired.of(with(ETH1)));
        world.mishaps().deleteInterface(VE, "eth1");
        assertEquals(List.of(set(ETH1)), steps(with(ETH1)));
        world.converge(Desired.of(with(ETH1)));
        world.mishaps().setInterface(VE, of("ifname=eth1,bridge=br9,mac_filter=off"));
        assertEquals(List.of(set(ETH1)), steps(with(ETH1)));
        world.converge(Desired.of(with(ETH1)));
        world.mishaps().deleteLink(VE);
        assertEquals(List.of(new AttachNetwork(VE), set(ETH1)), steps(with(ETH1)));
        world.converge(Desired.of(with(ETH1)));
    }

    @Test
    void aStopTakesNoStepForThem() {
        world.converge(Desired.of(with(ETH1)));
        assertTrue(
                steps(with(ETH1).state(RunState.STOPPED)).stream()
                        .noneMatch(RemoveInterface.class::isInstance));
        world.converge(Desired.of(with(ETH1).state(RunState.STOPPED)));
        world.converge(Desired.of(with(ETH2)));
    }
}
