package org.vzgit.reconciler.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vzgit.reconciler.diff.LiveVe.REPOSITORY;
import static org.vzgit.reconciler.diff.LiveVe.VEID;
import static org.vzgit.reconciler.diff.LiveVe.desired;
import static org.vzgit.reconciler.diff.LiveVe.mark;
import static org.vzgit.reconciler.diff.LiveVe.running;
import static org.vzgit.reconciler.diff.LiveVe.spec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// Which of the five changes a VE gets, and when nothing may be concluded.
class DifferTest {
    private static final TreeSet<VeId> FROZEN = new TreeSet<>(List.of(VEID));

    @Test
    void whatIsAsWantedIsKept() {
        assertEquals(new Change.Keep(VEID), running().against(spec()));
        assertEquals(
                new Change.Keep(VEID), LiveVe.stopped().against(spec().state(RunState.STOPPED)));
    }

    @Test
    void whatIsOnlyDesiredIsCreated() {
        Change.Create create =
                assertInstanceOf(Change.Create.class, LiveVe.nothing().against(spec()));
        assertEquals(VEID, create.veid());
        assertEquals("web1", create.spec().name().value());
    }

    @Test
    void theRestOfAVeWithoutItsFilesIsCreatedAnew() {
        LiveVe rest = running().area(Reading.absent()).init(Reading.absent());
        Change.Create create = assertInstanceOf(Change.Create.class, rest.against(spec()));
        assertEquals(rest.observed(), create.live());
    }

    @Test
    void whatIsNoLongerDesiredIsRemoved() {
        assertEquals(
                List.of(new Change.Remove(running().observed())), running().against(desired()));
    }

    @Test
    void theRestOfAVeWithoutItsFilesIsRemovedWhenNobodyWantsIt() {
        LiveVe rest = running().area(Reading.absent()).init(Reading.absent());
        assertEquals(List.of(new Change.Remove(rest.observed())), rest.against(desired()));
    }

    @Test
    void whatIsDesiredOnAnotherNodeIsRemovedHere() {
        VeSpec.Builder elsewhere =
                new VeSpec.Builder(
                        new VeIdentity(VEID, new VeName("web1"), new NodeName("hn2")),
                        LiveVe.BUSYBOX,
                        LiveVe.DOCUMENT);
        assertEquals(
                List.of(new Change.Remove(running().observed())),
                running().against(desired(elsewhere)));
        assertEquals(List.of(), LiveVe.nothing().against(desired(elsewhere)));
    }

    @Test
    void whatIsNeitherDesiredNorThereIsNoChange() {
        assertEquals(List.of(), LiveVe.nothing().against(desired()));
    }

    @Test
    void oneDocumentThatMayMeanAnyVeForbidsEveryRemoval() {
        List<Change> changes = running().against(desired(new TreeSet<>(), false));
        assertEquals(
                List.of(new Change.Unknown(VEID, "a document that cannot be read may be about it")),
                changes);
    }

    @Test
    void oneBrokenDocumentDoesNotHoldBackOtherVes() {
        assertEquals(
                List.of(new Change.Keep(VEID)),
                running().against(desired(new TreeSet<>(), false, spec())));
    }

    @Test
    void aFrozenVeStaysAsItIsWhateverItIs() {
        Change frozen = new Change.Unknown(VEID, "its documents have errors");
        for (LiveVe live : List.of(running(), LiveVe.stopped(), running().incomplete())) {
            assertEquals(List.of(frozen), live.against(desired(FROZEN, true)));
        }
    }

    @Test
    void aFrozenVeThatIsNotHereIsNoneOfThisNode() {
        assertEquals(List.of(), LiveVe.nothing().against(desired(FROZEN, true)));
    }

    @Test
    void aDesiredVeOfAnotherDesiredStateIsUnknownAndItsOwnerIsNamed() {
        LiveVe foreign = running().mark(mark("git:2222222", "web1", DeletionPolicy.DESTROY));
        assertEquals(
                new Change.Unknown(VEID, "it belongs to git:2222222"), foreign.against(spec()));
    }

    @Test
    void anUnmarkedPrivateAreaIsNobodysToChange() {
        LiveVe unmarked = running().mark(Reading.absent());
        assertEquals(
                new Change.Unknown(VEID, "its private area has no owner mark"),
                unmarked.against(spec()));
        assertEquals(List.of(), unmarked.against(desired()));
    }

    @Test
    void foreignVesThatNobodyHereWantsAreNotEvenMentioned() {
        LiveVe foreign = running().mark(mark("git:2222222", "web1", DeletionPolicy.DESTROY));
        assertEquals(List.of(), foreign.against(desired()));
    }

    @Test
    void ownershipFollowsTheMarkAlone() {
        assertEquals(Ownership.OURS, owner(running()));
        assertEquals(
                Ownership.FOREIGN,
                owner(running().mark(mark("git:2222222", "web1", DeletionPolicy.RETAIN))));
        assertEquals(Ownership.UNMARKED, owner(running().mark(Reading.absent())));
        assertEquals(Ownership.NOBODYS, owner(running().area(Reading.absent())));
        assertEquals(Ownership.UNREADABLE, owner(running().area(Reading.unreadable("EIO"))));
        assertEquals(Ownership.UNREADABLE, owner(running().mark(Reading.unreadable("EIO"))));
    }

    @Test
    void unreadableIsNeverTakenForAbsent() {
        Map<String, LiveVe> doubtful = new TreeMap<>();
        doubtful.put("read area: EIO", running().area(Reading.unreadable("read area: EIO")));
        doubtful.put("read mark: EIO", running().mark(Reading.unreadable("read mark: EIO")));
        doubtful.put("read cgroup: EIO", running().cgroup(Reading.unreadable("read cgroup: EIO")));
        doubtful.put("read stat: EIO", running().init(Reading.unreadable("read stat: EIO")));
        doubtful.put("dump links: EIO", running().network(Reading.unreadable("dump links: EIO")));
        doubtful.forEach((reason, live) -> {
            Change unknown = new Change.Unknown(VEID, reason);
            assertEquals(unknown, live.against(spec()), "wanted running");
            assertEquals(unknown, live.against(spec().state(RunState.STOPPED)), "wanted stopped");
            assertEquals(List.of(unknown), live.against(desired()), "not wanted");
        });
    }

    @Test
    void aVeOfWhichOnlySomethingUnreadableIsLeftIsNotCreated() {
        LiveVe doubtful = LiveVe.nothing().network(Reading.unreadable("dump links: EINTR"));
        assertEquals(new Change.Unknown(VEID, "dump links: EINTR"), doubtful.against(spec()));
    }

    @Test
    void whatRunsWithoutItsFilesIsLeftToPeople() {
        Change left = new Change.Unknown(VEID, "it runs without a private area");
        LiveVe homeless = running().area(Reading.absent());
        assertEquals(left, homeless.against(spec()));
        assertEquals(List.of(left), homeless.against(desired()));
        LiveVe held = homeless.init(Reading.present(LiveVe.init(false)));
        assertEquals(
                left, held.against(spec()), "held behind its gate, it is a process all the same");
    }

    @Test
    void anUnreadableBoundMattersOnlyWhereItIsManaged() {
        LiveVe live = running().limit(Resource.NUMPROC, Reading.unreadable("read pids.max: EIO"));
        assertEquals(new Change.Keep(VEID), live.against(spec()));
        assertEquals(
                new Change.Keep(VEID),
                live.against(spec().resource(Resource.NUMPROC, Limit.NOT_MANAGED)));
        assertEquals(
                new Change.Unknown(VEID, "read pids.max: EIO"),
                live.against(spec().resource(Resource.NUMPROC, Limit.UNLIMITED)));
    }

    @Test
    void anUnreadableBoundDoesNotKeepAVeFromBeingStopped() {
        LiveVe live = running().limit(Resource.NUMPROC, Reading.unreadable("read pids.max: EIO"));
        VeSpec.Builder stopped =
                spec().state(RunState.STOPPED).resource(Resource.NUMPROC, Limit.UNLIMITED);
        assertInstanceOf(Change.Update.class, live.against(stopped));
    }

    @Test
    void whatIsUnreadableInsideMattersOnlyWhereItIsWanted() {
        LiveVe deaf = running().inside(Reading.present("web1"), Reading.unreadable("EACCES"));
        assertEquals(new Change.Keep(VEID), deaf.against(spec()));
        assertEquals(
                new Change.Unknown(VEID, "EACCES"),
                deaf.against(spec().network(FieldDiffTest.nameserver("192.0.2.1"))));
        LiveVe nameless = running().inside(Reading.unreadable("EPERM"), Reading.absent());
        assertEquals(new Change.Unknown(VEID, "EPERM"), nameless.against(spec()));
    }

    @Test
    void everyVeOfTheNodeHasOneChangeByVeid() {
        TreeMap<VeId, ObservedVe> ves = new TreeMap<>();
        ves.put(VEID, running().observed());
        ObservedNode node =
                new ObservedNode(
                        LiveVe.features(Control.CGROUP_V2), ves, new TreeSet<>(), new TreeMap<>());
        DesiredState desired = desired(spec(), other(103), other(102));
        assertEquals(
                List.of(new VeId(101), new VeId(102), new VeId(103)),
                Differ.diff(desired, LiveVe.NODE, REPOSITORY, node).stream()
                        .map(Change::veid)
                        .toList());
    }

    @Test
    void anUpdateThatChangesNothingCannotBeMade() {
        VeSpec spec = spec().build();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Change.Update(spec, running().observed(), List.of()));
    }

    @Test
    void aRestartIsNeededOnlyWhereSomethingRunsUnbounded() {
        assertEquals(false, Restart.isForCgroup(running().observed()));
        assertEquals(true, Restart.isForCgroup(running().incomplete().observed()));
        assertEquals(true, Restart.isForCgroup(running().cgroup(Reading.absent()).observed()));
        assertEquals(false, Restart.isForCgroup(LiveVe.stopped().incomplete().observed()));
        LiveVe held = running().init(Reading.present(LiveVe.init(false)));
        assertEquals(false, Restart.isForCgroup(held.incomplete().observed()));
    }

    @Test
    void theRunPhaseFollowsTheInit() {
        assertEquals(RunPhase.RUNNING, RunPhase.of(running().observed()));
        assertEquals(RunPhase.STOPPED, RunPhase.of(LiveVe.stopped().observed()));
        assertEquals(
                RunPhase.STOPPED,
                RunPhase.of(running().init(Reading.unreadable("EIO")).observed()));
        assertEquals(
                RunPhase.HELD,
                RunPhase.of(running().init(Reading.present(LiveVe.init(false))).observed()));
        assertEquals(
                List.of("stopped", "held", "running"),
                List.of(RunPhase.values()).stream().map(RunPhase::text).toList());
    }

    private static Ownership owner(LiveVe live) {
        return Ownership.of(live.observed(), REPOSITORY);
    }

    private static VeSpec.Builder other(int veid) {
        return new VeSpec.Builder(
                new VeIdentity(new VeId(veid), new VeName("other" + veid), LiveVe.NODE),
                LiveVe.BUSYBOX,
                LiveVe.DOCUMENT);
    }
}
