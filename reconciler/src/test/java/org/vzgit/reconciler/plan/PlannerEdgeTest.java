package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.text.PlanText;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.RunState;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.UidRange;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// Decisions of the planner that need a special node.
class PlannerEdgeTest {
    private final World world = new World();

    @Test
    void aVeThatMovedToAnotherNodeIsStoppedAndKeptWhateverItsMarkSays() {
        world.converge(
                Desired.of(Desired.ve(101).deletion(DeletionPolicy.DESTROY), Desired.ve(102)));
        VeSpec.Builder elsewhere =
                Desired.ve(101, new NodeName("hn2")).deletion(DeletionPolicy.DESTROY);
        Plan plan = world.converge(Desired.of(elsewhere, Desired.ve(102)));
        assertTrue(world.live(101).privateArea().toOptional().isPresent());
        assertTrue(world.live(101).init().toOptional().isEmpty());
        assertEquals(Blocked.Reason.PROTECTED, plan.blocked().getFirst().reason());
    }

    @Test
    void aBrokenDocumentThatMayMeanAnyVeProtectsAll() {
        world.converge(Desired.of(Desired.ve(101), Desired.ve(102)));
        Plan plan = world.plan(new Desired().with(Desired.ve(101)).incomplete().build());
        assertEquals(List.of(), plan.steps());
        assertEquals(
                List.of(Blocked.Reason.FROZEN),
                plan.blocked().stream().map(Blocked::reason).toList());
    }

    @Test
    void aRetainedVeIsReportedAndComesBackWithItsFiles() {
        DesiredState both = Desired.of(Desired.ve(101), Desired.ve(102));
        world.converge(both);
        long uidBase = uidBase(102);
        world.converge(Desired.of(Desired.ve(101)));
        Plan quiet = world.plan(Desired.of(Desired.ve(101)));
        assertEquals(List.of(new VeId(102)), quiet.retained());
        assertEquals(List.of(), quiet.blocked());
        world.converge(both);
        assertEquals(uidBase, uidBase(102));
    }

    @Test
    void aHeldProcessIsKilledAtOnceAndLaunchedAgain() throws Exception {
        DesiredState desired = Desired.of(Desired.ve(101));
        Plan plan = world.plan(desired);
        for (Step step : plan.steps().subList(0, plan.steps().size() - 1)) {
            world.kernel.apply(step.operation());
        }
        Plan again = world.converge(desired);
        assertEquals(
                new StopVe(new VeId(101), new Seconds(0)), again.steps().getFirst().operation());
    }

    @Test
    void anUnmanagedResourceIsNeverTouched() {
        world.converge(
                Desired.of(Desired.ve(101).resource(Resource.NUMPROC, Limit.of(new Count(100)))));
        DesiredState without =
                Desired.of(Desired.ve(101).resource(Resource.NUMPROC, Limit.NOT_MANAGED));
        assertEquals(List.of(), world.plan(without).steps());
        world.mishaps().killInit(new VeId(101));
        Plan plan = world.apply(without);
        assertTrue(plan.steps().stream().noneMatch(s -> s.operation() instanceof SetResource));
    }

    @Test
    void aVersionThatTheCacheLostAndTheSourceNoLongerHasIsNoRoom() {
        DesiredState desired = Desired.of(Desired.ve(101));
        world.converge(desired);
        world.mishaps().killInit(new VeId(101));
        world.mishaps().forgetTemplate(World.VERSION_1);
        world.kernel.publish(new TemplateRef(Desired.BUSYBOX, "2"));
        Plan plan = world.plan(desired);
        assertEquals(List.of(), plan.steps());
        assertEquals(Blocked.Reason.NO_ROOM, plan.blocked().getFirst().reason());
    }

    @Test
    void aVersionThatTheCacheLostIsBuiltAgainBeforeTheVeStarts() {
        DesiredState desired = Desired.of(Desired.ve(101));
        world.converge(desired);
        world.mishaps().killInit(new VeId(101));
        world.mishaps().forgetTemplate(World.VERSION_1);
        world.converge(desired);
        assertTrue(world.live(101).init().toOptional().isPresent());
    }

    @Test
    void aVeThatRunsWithoutAPrivateAreaIsLeftToPeople() {
        DesiredState desired = Desired.of(Desired.ve(101));
        world.converge(desired);
        world.mishaps().deletePrivateArea(new VeId(101));
        Plan plan = world.plan(desired);
        assertEquals(List.of(), plan.steps());
        assertEquals("it runs without a private area", plan.blocked().getFirst().detail());
    }

    @Test
    void suspendedIsNotSupportedYet() {
        Plan plan = world.plan(Desired.of(Desired.ve(101).state(RunState.SUSPENDED)));
        assertEquals(List.of(), plan.steps());
        assertEquals(Blocked.Reason.NOT_SUPPORTED_YET, plan.blocked().getFirst().reason());
    }

    @Test
    void foreignVesAreNotTouched() {
        ObservedNode live = withAreas(area(101, UidRange.DEFAULT.baseOf(7), "others"));
        DesiredState desired = Desired.of(Desired.ve(102));
        Plan plan = World.plan(desired, live);
        assertEquals(List.of(new VeId(102)), plan.changes().stream().map(c -> c.veid()).toList());
    }

    @Test
    void idBlocksFollowTheVeidAndProbeOnwards() {
        UidRange three = new UidRange(UidRange.BLOCK, 3);
        Desired desired = new Desired().uids(three).with(Desired.ve(102), Desired.ve(105));
        Plan plan = World.plan(desired.build(), withAreas(area(300, three.baseOf(1), "others")));
        assertEquals(List.of(three.baseOf(0), three.baseOf(2)), bases(plan));
    }

    @Test
    void aFullIdRangeIsNoRoomForTheNextVeOnly() {
        UidRange two = new UidRange(UidRange.BLOCK, 2);
        Desired desired =
                new Desired().uids(two).with(Desired.ve(101), Desired.ve(102), Desired.ve(103));
        Plan plan = world.plan(desired.build());
        assertEquals(2, bases(plan).size());
        assertEquals(new VeId(103), plan.blocked().getFirst().veid());
        assertEquals(Blocked.Reason.NO_ROOM, plan.blocked().getFirst().reason());
    }

    @Test
    void theBlockOfAnUnreadableVeIsNotGivenAway() {
        UidRange two = new UidRange(UidRange.BLOCK, 2);
        TreeMap<VeId, ObservedVe> ves = new TreeMap<>();
        VeId unreadable = new VeId(201);
        ves.put(
                unreadable,
                new ObservedVe(
                        unreadable,
                        Reading.unreadable("EIO"),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent()));
        Plan plan = World.plan(new Desired().uids(two).with(Desired.ve(101)).build(), node(ves));
        assertEquals(List.of(two.baseOf(0)), bases(plan));
    }

    @Test
    void aNodeTakesVesUpToTheBoundAndOneMoreIsNoRoom() {
        ObservedVe[] full = new ObservedVe[PlanBounds.VES_MAX - 1];
        for (int i = 0; i < full.length; i++) {
            full[i] = area(1000 + i, UidRange.DEFAULT.baseOf(i), "others");
        }
        Plan plan = World.plan(Desired.of(Desired.ve(101), Desired.ve(102)), withAreas(full));
        assertEquals(1, bases(plan).size());
        assertEquals(new VeId(102), plan.blocked().getFirst().veid());
    }

    @Test
    void aPlanThatIsFullLeavesTheRestToTheNextOne() {
        List<VeSpec> specs = new ArrayList<>();
        for (int veid = 101; veid < 101 + PlanBounds.STEPS_MAX / 5 + 1; veid++) {
            specs.add(Desired.ve(veid).build());
        }
        DesiredState desired = new Desired().with(specs).build();
        Plan first = world.plan(desired);
        assertEquals(PlanBounds.STEPS_MAX + 1, first.steps().size(), "and one template build");
        assertEquals(1, first.blocked().size());
    }

    @Test
    void plansOfShuffledInputsAreEqual() {
        Limit count = Limit.of(new Count(100));
        VeSpec.Builder oneWay =
                Desired.ve(101)
                        .resource(Resource.NUMPROC, count)
                        .resource(Resource.PHYSPAGES, Limit.UNLIMITED)
                        .network(Desired.addresses("10.101.0.1", "10.101.0.2"));
        VeSpec.Builder otherWay =
                Desired.ve(101)
                        .network(Desired.addresses("10.101.0.2", "10.101.0.1"))
                        .resource(Resource.PHYSPAGES, Limit.UNLIMITED)
                        .resource(Resource.NUMPROC, count);
        Plan forward = world.plan(Desired.of(oneWay, Desired.ve(102), Desired.ve(103)));
        Plan backward = world.plan(Desired.of(Desired.ve(103), Desired.ve(102), otherWay));
        assertEquals(forward.steps(), backward.steps());
        assertEquals(PlanText.of(forward), PlanText.of(backward));
    }

    private long uidBase(int veid) {
        return world.live(veid).privateArea().toOptional().orElseThrow().uidBase();
    }

    private static List<Long> bases(Plan plan) {
        List<Long> bases = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (step.operation() instanceof CreatePrivateArea create) {
                bases.add(create.uidBase());
            }
        }
        return bases;
    }

    private static ObservedVe area(int veid, long uidBase, String repository) {
        OwnerMark mark =
                new OwnerMark(
                        repository,
                        new VeName("ve" + veid),
                        World.VERSION_1,
                        new Revision("1111111", "bob"),
                        DeletionPolicy.RETAIN);
        return new ObservedVe(
                new VeId(veid),
                Reading.present(new PrivateArea(uidBase, Reading.present(mark))),
                Reading.absent(),
                Reading.absent(),
                Reading.absent());
    }

    private ObservedNode withAreas(ObservedVe... areas) {
        TreeMap<VeId, ObservedVe> ves = new TreeMap<>();
        for (ObservedVe area : areas) {
            ves.put(area.veid(), area);
        }
        return node(ves);
    }

    private ObservedNode node(SortedMap<VeId, ObservedVe> ves) {
        ObservedNode empty = world.kernel.observe();
        return new ObservedNode(empty.features(), ves, empty.templates(), empty.available());
    }
}
