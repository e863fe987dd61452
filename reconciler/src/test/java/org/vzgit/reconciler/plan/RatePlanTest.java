package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// The cap on a VE's network, from difference to step.
final class RatePlanTest {
    private static final VeId VE = new VeId(101);
    private static final Origin LINE_9 = new Origin("ve/ve101.yaml", 9, 3);

    private final World world = new World();

    private static VeSpec.Builder with(long kilobits) {
        return Desired.ve(101)
                .network(NetworkSpec.NONE.withRate(new NetRate(kilobits)))
                .writtenAt(VeField.RATE, LINE_9);
    }

    private List<Operation> steps(VeSpec.Builder wanted) {
        return world.plan(Desired.of(wanted)).steps().stream().map(Step::operation).toList();
    }

    private static Operation set(long kilobits) {
        return new SetRate(VE, Optional.of(new NetRate(kilobits)));
    }

    @Test
    void aRunningVeIsCappedAndKeepsRunning() {
        world.converge(Desired.of(Desired.ve(101)));
        Plan plan = world.converge(Desired.of(with(8000)));
        Step step = plan.steps().getFirst();
        assertEquals(set(8000), step.operation());
        assertEquals(Disruption.LIVE, step.disruption());
        assertEquals(new Cause("rate", "", "8000", Optional.of(LINE_9)), step.cause());
    }

    @Test
    void aRateThatIsNoLongerWrittenIsTakenAway() {
        world.converge(Desired.of(with(8000)));
        assertEquals(List.of(new SetRate(VE, Optional.empty())), steps(Desired.ve(101)));
        world.converge(Desired.of(Desired.ve(101)));
    }

    @Test
    void aStartHasItBeforeTheInitRuns() {
        List<Operation> steps = steps(with(8000));
        int set = steps.indexOf(set(8000));
        assertTrue(steps.indexOf(new AttachNetwork(VE)) < set);
        assertTrue(set < steps.indexOf(new ReleaseInit(VE)));
        Step last = world.plan(Desired.of(with(8000))).steps().getLast();
        assertEquals(new ReleaseInit(VE), last.operation());
        assertTrue(last.waitsFor().contains(set + 1));
        world.converge(Desired.of(with(8000)));
    }

    @Test
    void whatTakesFromTheVeComesBeforeWhatGives() {
        world.converge(Desired.of(with(8000), Desired.ve(102)));
        VeSpec.Builder other = Desired.ve(102).network(NetworkSpec.NONE.withRate(new NetRate(100)));
        assertEquals(
                List.of(new SetRate(new VeId(102), Optional.of(new NetRate(100))), set(9000)),
                world.plan(Desired.of(with(9000), other)).steps().stream()
                        .map(Step::operation)
                        .toList());
    }

    @Test
    void everyWayInWhichItDriftsIsPutRight() {
        world.converge(Desired.of(with(8000)));
        Optional<NetRate> wanted = Optional.of(new NetRate(8000));
        Optional<NetRate> other = Optional.of(new NetRate(9000));
        for (ObservedRate drift :
                List.of(
                        ObservedRate.NONE,
                        ObservedRate.both(other),
                        new ObservedRate(wanted, Optional.empty()),
                        new ObservedRate(other, wanted))) {
            world.mishaps().setRate(VE, drift);
            assertEquals(List.of(set(8000)), steps(with(8000)), drift.text());
            world.converge(Desired.of(with(8000)));
        }
    }

    @Test
    void aLinkThatIsMadeAnewIsCappedAgain() {
        world.converge(Desired.of(with(8000)));
        world.mishaps().deleteLink(VE);
        assertEquals(List.of(new AttachNetwork(VE), set(8000)), steps(with(8000)));
        world.converge(Desired.of(with(8000)));
        world.mishaps().downLink(VE);
        world.converge(Desired.of(with(8000)));
    }

    @Test
    void aStopTakesNoStepForIt() {
        world.converge(Desired.of(with(8000)));
        assertTrue(
                steps(with(8000).state(RunState.STOPPED)).stream()
                        .noneMatch(SetRate.class::isInstance));
        world.converge(Desired.of(with(8000).state(RunState.STOPPED)));
        world.converge(Desired.of(with(9000)));
    }

    @Test
    void bothWaysAreToldWhereTheyDiffer() {
        Optional<NetRate> rate = Optional.of(new NetRate(8000));
        assertEquals("", ObservedRate.NONE.text());
        assertEquals("8000", ObservedRate.both(rate).text());
        assertEquals("sent -, received 8000", new ObservedRate(Optional.empty(), rate).text());
    }
}
