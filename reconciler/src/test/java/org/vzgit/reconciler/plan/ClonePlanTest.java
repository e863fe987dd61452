package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.RunState;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.VeSpec.FieldUse;

/// VEs that are made from other VEs.
class ClonePlanTest {
    private final World world = new World();

    private static VeSpec.Builder stopped(int veid) {
        return Desired.ve(veid).state(RunState.STOPPED);
    }

    private static VeSpec.Builder clone(int veid, int source) {
        return stopped(veid).cloneOf(new VeName("ve" + source));
    }

    private static List<Operation> operations(Plan plan) {
        return plan.steps().stream().map(Step::operation).toList();
    }

    private static Step made(Plan plan, int veid) {
        return plan.steps().stream()
                .filter(step -> PlanFilter.veOf(step).filter(new VeId(veid)::equals).isPresent())
                .filter(step ->
                        step.operation() instanceof ClonePrivateArea
                                || step.operation() instanceof CreatePrivateArea)
                .findFirst()
                .orElseThrow();
    }

    private String refused(DesiredState desired, int veid) {
        Plan plan = world.plan(desired);
        List<Blocked> about =
                plan.blocked().stream().filter(item -> item.veid().value() == veid).toList();
        assertEquals(1, about.size(), plan.blocked().toString());
        assertEquals(Blocked.Reason.CLONE_SOURCE, about.getFirst().reason());
        assertTrue(
                plan.steps().stream()
                        .noneMatch(step ->
                                PlanFilter.veOf(step).filter(new VeId(veid)::equals).isPresent()));
        return about.getFirst().detail();
    }

    private void assertNothingLeft(DesiredState desired) {
        assertEquals(List.of(), world.plan(desired).steps());
    }

    @Test
    void aCloneOfAStoppedVeIsOneStep() {
        world.converge(Desired.of(stopped(101)));
        DesiredState desired = Desired.of(stopped(101), clone(102, 101));
        Plan plan = world.apply(desired);
        ClonePrivateArea made = (ClonePrivateArea) made(plan, 102).operation();
        assertEquals(new VeId(101), made.source());
        assertEquals(World.VERSION_1, made.area().mark().template());
        assertEquals("cloneOf", made(plan, 102).cause().field());
        assertEquals("ve101", made(plan, 102).cause().to());
        assertNothingLeft(desired);
    }

    @Test
    void aSourceThatIsToBeMadeIsMadeFirst() {
        // The clone has the smaller number, and would be planned first.
        DesiredState desired = Desired.of(clone(101, 102), stopped(102));
        Plan plan = world.apply(desired);
        assertTrue(made(plan, 101).waitsFor().contains(made(plan, 102).id()));
        assertNothingLeft(desired);
    }

    @Test
    void clonesOfClonesAreMadeInTheirOrder() {
        DesiredState desired =
                Desired.of(clone(101, 102), clone(102, 103), clone(103, 104), stopped(104));
        Plan plan = world.apply(desired);
        for (int veid = 101; veid < 104; veid++) {
            assertTrue(made(plan, veid).waitsFor().contains(made(plan, veid + 1).id()));
        }
        assertNothingLeft(desired);
    }

    @Test
    void aSourceThatStopsInTheSamePlanStopsFirst() {
        world.converge(Desired.of(Desired.ve(101)));
        DesiredState desired = Desired.of(stopped(101), clone(102, 101));
        Plan plan = world.apply(desired);
        Step stop =
                plan.steps().stream()
                        .filter(step -> step.operation() instanceof StopVe)
                        .findFirst()
                        .orElseThrow();
        assertTrue(made(plan, 102).waitsFor().contains(stop.id()));
        assertNothingLeft(desired);
    }

    @Test
    void aSourceThatRunsOrIsToRunIsNotCloned() {
        DesiredState desired = Desired.of(Desired.ve(101), clone(102, 101));
        String why = refused(desired, 102);
        assertTrue(why.contains("write state: stopped"), why);
        world.converge(Desired.of(Desired.ve(101)));
        assertEquals(why, refused(desired, 102));
    }

    @Test
    void onceItIsThereAClonesSourceMayDoAsItLikes() {
        world.converge(Desired.of(stopped(101), clone(102, 101)));
        assertNothingLeft(Desired.of(stopped(101), clone(102, 103)));
        assertNothingLeft(Desired.of(stopped(101), clone(102, 102)));
        Plan plan = world.plan(Desired.of(Desired.ve(101), clone(102, 101)));
        assertEquals(List.of(), plan.blocked());
        plan = world.plan(Desired.of(stopped(101), stopped(102)));
        assertEquals(List.of(), operations(plan));
    }

    @Test
    void nobodyIsClonedFromNobody() {
        String why = refused(Desired.of(clone(102, 101)), 102);
        assertTrue(why.contains("no VE ve101"), why);
    }

    @Test
    void vesThatAreToBeMadeFromEachOtherAreRefused() {
        DesiredState desired =
                Desired.of(clone(101, 102), clone(102, 103), clone(103, 101), clone(104, 104));
        for (int veid : new int[] {101, 102, 103, 104}) {
            String why = refused(desired, veid);
            assertTrue(why.contains("in turn"), why);
        }
    }

    @Test
    void aCloneOfACircleIsRefusedTooAndThePlannerEnds() {
        DesiredState desired = Desired.of(clone(101, 102), clone(102, 101), clone(103, 101));
        String why = refused(desired, 103);
        assertTrue(why.contains("in turn"), why);
    }

    @Test
    void aRetainedVeWithoutADocumentCanBeCloned() {
        world.converge(Desired.of(stopped(101), stopped(102)));
        DesiredState desired = Desired.of(stopped(102), clone(103, 101));
        assertEquals(
                new VeId(101),
                ((ClonePrivateArea) made(world.apply(desired), 103).operation()).source());
        assertNothingLeft(desired);
    }

    @Test
    void aVeThatIsAboutToBeDestroyedIsNotCloned() {
        world.converge(Desired.of(stopped(101).deletion(DeletionPolicy.DESTROY), stopped(102)));
        String why = refused(Desired.of(stopped(102), clone(103, 101)), 103);
        assertTrue(why.contains("destroyed"), why);
    }

    @Test
    void aSourceOnAnotherNodeIsRefused() {
        NodeName other = new NodeName("hn2");
        VeSpec.Builder elsewhere = Desired.ve(101, other).state(RunState.STOPPED);
        String why = refused(Desired.of(elsewhere, clone(102, 101)), 102);
        assertTrue(why.contains("node hn2"), why);
    }

    @Test
    void aSourceOnAnotherTemplateIsRefusedWithItsName() {
        world.converge(Desired.of(stopped(101)));
        VeSpec.Builder alpine =
                new VeSpec.Builder(
                                new VeIdentity(new VeId(102), new VeName("ve102"), Desired.NODE),
                                new TemplateName("alpine"),
                                Desired.SOMEWHERE)
                        .cloneOf(new VeName("ve101"));
        String why = refused(Desired.of(stopped(101), alpine), 102);
        assertTrue(why.contains("write template: busybox"), why);
    }

    @Test
    void aCloneStandsOnTheVersionOfItsSourceWhenTheTemplateHasMovedOn() {
        world.converge(Desired.of(stopped(101)));
        world.kernel.publish(new TemplateRef(Desired.BUSYBOX, "2"));
        DesiredState desired = Desired.of(stopped(101), clone(102, 101), stopped(103));
        Plan plan = world.apply(desired);
        assertEquals(
                World.VERSION_1,
                ((ClonePrivateArea) made(plan, 102).operation()).area().mark().template());
        assertEquals(
                "2", ((CreatePrivateArea) made(plan, 103).operation()).mark().template().version());
        assertNothingLeft(desired);
    }

    @Test
    void aCloneWaitsForASourceThatIsRefused() {
        VeSpec.Builder refused =
                stopped(101).unsupported(new FieldUse(VeField.CAPABILITY, Desired.SOMEWHERE));
        String why = refused(Desired.of(refused, clone(102, 101), clone(103, 102)), 102);
        assertTrue(why.contains("not supported yet"), why);
        why = refused(Desired.of(refused, clone(102, 101), clone(103, 102)), 103);
        assertTrue(why.contains("VE 102"), why);
    }

    @Test
    void aForeignVeIsNotCloned() {
        DesiredState theirs = Desired.of(stopped(101));
        PlanRunner.run(
                Planner.plan(
                        new PlanRequest(theirs, Desired.NODE, "another", world.kernel.observe())),
                world.kernel);
        String why = refused(Desired.of(clone(102, 101)), 102);
        assertTrue(why.contains("no VE ve101"), why);
        Plan plan = world.plan(Desired.of(stopped(101), clone(102, 101)));
        assertTrue(
                plan.blocked().stream()
                        .anyMatch(item ->
                                item.veid().value() == 102
                                        && item.detail().contains("another desired state")),
                plan.blocked().toString());
    }

    @Test
    void noOtherVeWaitsForAClone() {
        world.converge(Desired.of(stopped(101)));
        Plan plan = world.plan(Desired.of(stopped(101), clone(102, 101), Desired.ve(103)));
        Step clone = made(plan, 102);
        assertTrue(
                plan.steps().stream()
                        .filter(step ->
                                PlanFilter.veOf(step)
                                        .filter(veid -> veid.value() != 102)
                                        .isPresent())
                        .noneMatch(step -> step.waitsFor().contains(clone.id())));
    }
}
