package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// The exact steps of each kind of change, what each waits for, and why it is there.
class PlannerStepsTest {
    private static final Origin LINE_7 = new Origin("ve/ve101.yaml", 7, 3);

    private final World world = new World();

    @Test
    void aNewVeIsBuiltFromTheOutsideInAndReleasedLast() {
        VeSpec.Builder ve =
                Desired.ve(101)
                        .resource(Resource.NUMPROC, count(100))
                        .network(Desired.network(List.of("10.101.0.1"), List.of("192.0.2.1")));
        Plan plan = world.plan(Desired.of(ve));
        assertEquals(
                List.of(
                        "1 build template busybox@1 []",
                        "2 create private area [1]",
                        "3 create cgroup [2]",
                        "4 set numproc [3]",
                        "5 launch from busybox@1 [2, 3, 4]",
                        "6 attach network [5]",
                        "7 add address 10.101.0.1 [6]",
                        "8 write resolv.conf [5]",
                        "9 start init [5, 6, 7, 8]"),
                text(plan));
    }

    @Test
    void aNewVeThatShallNotRunIsOnlyItsPrivateArea() {
        assertEquals(
                List.of("1 build template busybox@1 []", "2 create private area [1]"),
                text(world.plan(Desired.of(Desired.ve(101).state(RunState.STOPPED)))));
    }

    @Test
    void oneTemplateIsBuiltOnceForAllThatNeedIt() {
        Plan plan = world.plan(Desired.of(stopped(101), stopped(102), stopped(103)));
        assertEquals(
                List.of(
                        "1 build template busybox@1 []",
                        "2 create private area [1]",
                        "3 create private area [1]",
                        "4 create private area [1]"),
                text(plan));
    }

    @Test
    void aStopTakesTheVeDownAndKeepsItsFiles() {
        world.converge(Desired.of(Desired.ve(101).stopTimeout(new Seconds(7))));
        VeSpec.Builder stopped =
                stopped(101).stopTimeout(new Seconds(7)).writtenAt(VeField.STATE, LINE_7);
        Plan plan = world.plan(new Desired().revision("2222222").with(stopped).build());
        assertEquals(
                List.of(
                        "1 stop within 7s []",
                        "2 detach network [1]",
                        "3 remove cgroup [1]",
                        "4 write owner mark [1, 2, 3]"),
                text(plan));
        assertEquals(
                new Cause("state", "running", "stopped", Optional.of(LINE_7)),
                plan.steps().getFirst().cause());
        assertEquals(Disruption.RESTART, plan.steps().getFirst().disruption());
    }

    @Test
    void aStopOfAStoppedVeIsNoStep() {
        world.converge(Desired.of(stopped(101)));
        assertEquals(List.of(), world.plan(Desired.of(stopped(101))).steps());
    }

    @Test
    void aReleasedVeIsDestroyedAfterAllOfItIsDown() {
        world.converge(
                Desired.of(Desired.ve(101).deletion(DeletionPolicy.DESTROY), Desired.ve(102)));
        Plan plan = world.plan(Desired.of(Desired.ve(102)));
        assertEquals(
                List.of(
                        "1 stop within 120s []",
                        "2 detach network [1]",
                        "3 remove cgroup [1]",
                        "4 destroy private area [1, 2, 3]"),
                text(plan));
        for (Step step : plan.steps()) {
            assertEquals(
                    new Cause("removed", "running", "destroyed", Optional.empty()), step.cause());
            assertEquals(Disruption.RECREATE, step.disruption());
        }
    }

    @Test
    void aLiveChangeIsOneStepWithItsLine() {
        world.converge(Desired.of(Desired.ve(101).resource(Resource.NUMPROC, count(100))));
        VeSpec.Builder more =
                Desired.ve(101)
                        .resource(Resource.NUMPROC, count(200))
                        .writtenAt(VeField.NUMPROC, LINE_7);
        Plan plan = world.plan(Desired.of(more));
        assertEquals(List.of("1 set numproc []"), text(plan));
        assertEquals(
                new Cause("numproc", "100", "200", Optional.of(LINE_7)),
                plan.steps().getFirst().cause());
        assertEquals(Disruption.LIVE, plan.steps().getFirst().disruption());
    }

    @Test
    void theRevisionIsWrittenLastAndOnlyBehindARealChange() {
        VeSpec.Builder small = Desired.ve(101).resource(Resource.NUMPROC, count(100));
        VeSpec.Builder large = Desired.ve(101).resource(Resource.NUMPROC, count(200));
        world.converge(new Desired().revision("1111111").with(small).build());
        assertEquals(
                List.of(),
                world.plan(new Desired().revision("2222222").with(small).build()).steps());
        Plan plan = world.plan(new Desired().revision("2222222").with(large).build());
        assertEquals(List.of("1 set numproc []", "2 write owner mark [1]"), text(plan));
        assertEquals(
                new Cause("applied", "1111111", "2222222", Optional.of(large.build().origin())),
                plan.steps().getLast().cause());
    }

    @Test
    void aNewDeletionPolicyWaitsForNothing() {
        world.converge(Desired.of(Desired.ve(101).resource(Resource.NUMPROC, count(100))));
        VeSpec.Builder released =
                Desired.ve(101)
                        .resource(Resource.NUMPROC, count(200))
                        .deletion(DeletionPolicy.DESTROY);
        Plan plan = world.plan(Desired.of(released));
        Step mark = only(plan, WriteOwnerMark.class);
        assertEquals(new TreeSet<>(), new TreeSet<>(mark.waitsFor()));
        assertEquals("deletion", mark.cause().field());
        assertEquals("retain", mark.cause().from());
        assertEquals("destroy", mark.cause().to());
    }

    @ParameterizedTest
    @EnumSource(
            value = Resource.class,
            names = {"PHYSPAGES", "SWAPPAGES", "NUMPROC"})
    void oneShrinksBeforeAnotherGrowsInWhatANodeHasAFixedAmountOf(Resource resource) {
        world.converge(Desired.of(bound(101, resource, 100), bound(102, resource, 200)));
        Plan plan = world.plan(Desired.of(bound(101, resource, 200), bound(102, resource, 100)));
        assertEquals(List.of("102 []", "101 [1]"), bounds(plan));
    }

    @ParameterizedTest
    @EnumSource(
            value = Resource.class,
            names = {"PHYSPAGES", "SWAPPAGES", "NUMPROC"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatTheKernelDividesAnewAtEveryMomentMakesNobodyWait(Resource resource) {
        assertEquals(Optional.empty(), Contended.of(resource));
    }

    @Test
    void shrinkingOneResourceIsNothingForGrowingAnother() {
        world.converge(
                Desired.of(bound(101, Resource.NUMPROC, 100), bound(102, Resource.PHYSPAGES, 200)));
        Plan plan =
                world.plan(
                        Desired.of(
                                bound(101, Resource.NUMPROC, 200),
                                bound(102, Resource.PHYSPAGES, 100)));
        assertEquals(List.of("102 []", "101 []"), bounds(plan));
    }

    @Test
    void anAddressLeavesOneVeBeforeItComesToAnother() {
        world.converge(
                Desired.of(
                        Desired.ve(101).network(Desired.addresses("10.101.0.1")),
                        Desired.ve(102).network(Desired.addresses("10.101.0.2"))));
        Plan plan =
                world.converge(
                        Desired.of(
                                Desired.ve(101).network(Desired.addresses("10.101.0.2")),
                                Desired.ve(102).network(Desired.addresses("10.101.0.1"))));
        for (Step add : plan.steps()) {
            if (add.operation() instanceof AddAddress(VeId veid, var address)) {
                List<VeId> freedBy =
                        add.waitsFor().stream()
                                .map(id -> plan.steps().get(id - 1).operation())
                                .filter(RemoveAddress.class::isInstance)
                                .map(RemoveAddress.class::cast)
                                .filter(remove -> remove.address().equals(address))
                                .map(RemoveAddress::veid)
                                .toList();
                assertEquals(1, freedBy.size(), add::toString);
                assertFalse(freedBy.contains(veid), "from itself");
            }
        }
    }

    @Test
    void aKilledVeStartsAgainWithoutItsBoundsBeingSetTwice() {
        VeSpec.Builder ve = Desired.ve(101).resource(Resource.NUMPROC, count(100));
        world.converge(Desired.of(ve));
        world.mishaps().killInit(new VeId(101));
        assertEquals(
                List.of(
                        "1 detach network []",
                        "2 launch from busybox@1 []",
                        "3 attach network [1, 2]",
                        "4 start init [2, 3]"),
                text(world.plan(Desired.of(ve))));
    }

    @Test
    void anUnboundedVeIsRestartedAndItsOtherVesAreNot() {
        VeSpec.Builder ve = Desired.ve(101).resource(Resource.NUMPROC, count(100));
        world.converge(Desired.of(ve, Desired.ve(102)));
        world.mishaps().loseCgroup(new VeId(101), Resource.NUMPROC);
        Plan plan = world.plan(Desired.of(ve, Desired.ve(102)));
        assertEquals(
                List.of(
                        "1 stop within 120s []",
                        "2 detach network [1]",
                        "3 create cgroup [1]",
                        "4 set numproc [3]",
                        "5 launch from busybox@1 [1, 3, 4]",
                        "6 attach network [2, 5]",
                        "7 start init [5, 6]"),
                text(plan));
        assertTrue(plan.steps().stream().allMatch(s -> s.disruption() == Disruption.RESTART));
    }

    @Test
    void aStepWaitsOnlyForSmallerNumbers() {
        Step fine = world.plan(Desired.of(stopped(101))).steps().getLast();
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Step(
                                2,
                                fine.operation(),
                                new TreeSet<>(List.of(2)),
                                fine.cause(),
                                fine.disruption()));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Step(
                                0,
                                fine.operation(),
                                new TreeSet<>(),
                                fine.cause(),
                                fine.disruption()));
    }

    @Test
    void aLaunchIsFollowedByItsReleaseInEveryPlan() {
        Plan plan = world.plan(Desired.of(Desired.ve(101), Desired.ve(102)));
        for (int veid : List.of(101, 102)) {
            Step launch = ofVe(plan, Launch.class, veid);
            Step release = ofVe(plan, ReleaseInit.class, veid);
            assertTrue(release.waitsFor().contains(launch.id()));
        }
    }

    private static List<String> text(Plan plan) {
        return plan.steps().stream()
                .map(s ->
                        s.id() + " " + OperationText.of(s.operation()).text() + " " + s.waitsFor())
                .toList();
    }

    private static List<String> bounds(Plan plan) {
        return plan.steps().stream()
                .filter(step -> step.operation() instanceof SetResource)
                .map(step -> ((SetResource) step.operation()).veid() + " " + step.waitsFor())
                .toList();
    }

    private static Step only(Plan plan, Class<?> kind) {
        List<Step> found =
                plan.steps().stream().filter(s -> kind.isInstance(s.operation())).toList();
        assertEquals(1, found.size(), kind.getSimpleName());
        return found.getFirst();
    }

    private static Step ofVe(Plan plan, Class<?> kind, int veid) {
        return plan.steps().stream()
                .filter(s -> kind.isInstance(s.operation()))
                .filter(s -> s.operation().toString().contains("veid=" + veid))
                .findFirst()
                .orElseThrow();
    }

    private static VeSpec.Builder stopped(int veid) {
        return Desired.ve(veid).state(RunState.STOPPED);
    }

    private static VeSpec.Builder bound(int veid, Resource resource, long value) {
        return Desired.ve(veid)
                .resource(
                        resource,
                        resource == Resource.NUMPROC
                                ? count(value)
                                : Limit.of(new Pages(value * 1000)));
    }

    private static Limit count(long value) {
        return Limit.of(new Count(value));
    }
}
