package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// The node's directories in a VE, from difference to step.
final class BindPlanTest {
    private static final VeId VE = new VeId(101);
    private static final Origin LINE_9 = new Origin("ve/ve101.yaml", 9, 3);
    private static final BindMount A = BindMount.parse("/srv/a:/mnt");
    private static final BindMount BELOW = BindMount.parse("/srv/b:/mnt/b");
    private static final BindMount READ_ONLY = BindMount.parse("/srv/a:/mnt,ro");

    private final World world = new World();

    private static VeSpec.Builder with(BindMount... mounts) {
        return Desired.ve(101).bindMounts(List.of(mounts)).writtenAt(VeField.BINDMOUNTS, LINE_9);
    }

    private List<Operation> changes(VeSpec.Builder wanted) {
        return world.plan(Desired.of(wanted)).steps().stream()
                .map(Step::operation)
                .flatMap(operation ->
                        operation instanceof AddBindMount || operation instanceof RemoveBindMount
                                ? Stream.of(operation)
                                : Stream.empty())
                .toList();
    }

    private static Operation add(BindMount mount) {
        return new AddBindMount(VE, mount);
    }

    private static Operation remove(BindMount mount) {
        return new RemoveBindMount(VE, mount);
    }

    @Test
    void aRunningVeGetsOneAndKeepsRunning() {
        world.converge(Desired.of(with()));
        Plan plan = world.plan(Desired.of(with(A)));
        Step step = plan.steps().getFirst();
        assertEquals(add(A), step.operation());
        assertEquals(Disruption.LIVE, step.disruption());
        assertEquals(new Cause("bindmount", "", "/srv/a:/mnt", Optional.of(LINE_9)), step.cause());
        world.converge(Desired.of(with(A)));
    }

    @Test
    void oneThatIsNoLongerWrittenIsTakenAway() {
        world.converge(Desired.of(with(A)));
        assertEquals(List.of(remove(A)), changes(Desired.ve(101)));
        world.converge(Desired.of(Desired.ve(101)));
    }

    @Test
    void otherOptionsAreAnotherMountInItsPlace() {
        world.converge(Desired.of(with(A)));
        assertEquals(List.of(remove(A), add(READ_ONLY)), changes(with(READ_ONLY)));
        world.converge(Desired.of(with(READ_ONLY)));
    }

    @Test
    void whatIsInsideAnotherComesAfterItAndGoesBeforeIt() {
        world.converge(Desired.of(with()));
        assertEquals(List.of(add(A), add(BELOW)), changes(with(BELOW, A)));
        world.converge(Desired.of(with(BELOW, A)));
        assertEquals(List.of(remove(BELOW), remove(A)), changes(with()));
    }

    @Test
    void theOrderInTheDocumentIsNoDifference() {
        world.converge(Desired.of(with(BELOW, A)));
        assertEquals(List.of(), world.plan(Desired.of(with(A, BELOW))).steps());
    }

    @Test
    void aStartHasThemBeforeTheInitRuns() {
        Plan plan = world.plan(Desired.of(with(A, BELOW)));
        List<Operation> operations = plan.steps().stream().map(Step::operation).toList();
        assertEquals(List.of(add(A), add(BELOW)), changes(with(A, BELOW)));
        Step last = plan.steps().getLast();
        assertEquals(new ReleaseInit(VE), last.operation());
        int first = operations.indexOf(add(A)) + 1;
        assertEquals(
                List.of(first, first + 1),
                last.waitsFor().stream().filter(id -> id == first || id == first + 1).toList());
        world.converge(Desired.of(with(A, BELOW)));
    }

    @Test
    void whatRootInsideUnmountsComesBack() {
        world.converge(Desired.of(with(A, BELOW)));
        world.mishaps().unmount(VE, "/mnt/b");
        assertEquals(List.of(add(BELOW)), changes(with(A, BELOW)));
        world.converge(Desired.of(with(A, BELOW)));
    }

    @Test
    void aStopTakesNoStepForThem() {
        world.converge(Desired.of(with(A)));
        assertEquals(List.of(), changes(with(A).state(RunState.STOPPED)));
        world.converge(Desired.of(with(A).state(RunState.STOPPED)));
        assertEquals(List.of(add(A)), changes(with(A)));
    }
}
