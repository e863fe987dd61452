package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.state.Control;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.UidRange;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// What is wanted and not done, and what a plan must never do.
class PlannerRefusalsTest {
    private static final Origin LINE_7 = new Origin("ve/ve101.yaml", 7, 3);

    private final World world = new World();

    @Test
    void aFieldThatIsNotSupportedYetStopsTheWholeVe() {
        VeSpec.Builder ve =
                Desired.ve(101)
                        .resource(Resource.NUMPROC, count(100))
                        .unsupported(new VeSpec.FieldUse(VeField.JQUOTA, LINE_7));
        Plan plan = world.plan(Desired.of(ve));
        assertEquals(List.of(), plan.steps());
        assertEquals(
                List.of(
                        new Blocked(
                                new VeId(101),
                                "ve101",
                                Blocked.Reason.NOT_SUPPORTED_YET,
                                "jquota is not supported yet; remove it to have the VE applied",
                                Optional.of(LINE_7))),
                plan.blocked());
    }

    @Test
    void aVeIsNotStartedWithoutABoundThatItWasPromised() {
        World bare = new World(without(Resource.IOPRIO));
        Desired ioprio = new Desired().with(Desired.ve(101).resource(Resource.IOPRIO, lowest()));
        Plan plan = bare.plan(ioprio.build());
        assertEquals(List.of(), plan.steps());
        assertEquals(Blocked.Reason.NOT_ON_THIS_KERNEL, plan.blocked().getFirst().reason());
        assertEquals(
                "the running kernel (6.18-simulated) cannot bound ioprio; remove the field or move"
                        + " the VE",
                plan.blocked().getFirst().detail());
    }

    @Test
    void aVeThatRunsGetsItsOtherChangesBesideAnImpossibleOne() {
        World bare = new World(without(Resource.IOPRIO));
        bare.converge(Desired.of(Desired.ve(101)));
        VeSpec.Builder both =
                Desired.ve(101)
                        .resource(Resource.IOPRIO, lowest())
                        .resource(Resource.NUMPROC, count(100));
        Plan plan = bare.plan(Desired.of(both));
        assertEquals(List.of("1 set numproc []"), text(plan));
        assertEquals(1, plan.blocked().size());
    }

    @Test
    void removalsUpToTheBudgetHappenAndOneMoreStopsThemAll() {
        Desired all = new Desired().with(Desired.ve(101), Desired.ve(102), Desired.ve(103));
        world.converge(all.build());
        Desired rest = new Desired().with(Desired.ve(103));
        assertFalse(world.plan(rest.removalBudget(2).build()).isEmpty());
        Plan refused = world.plan(rest.removalBudget(1).build());
        assertEquals(List.of(), refused.steps());
        assertEquals(
                List.of(Blocked.Reason.PROTECTED, Blocked.Reason.PROTECTED),
                refused.blocked().stream().map(Blocked::reason).toList());
        assertEquals(
                "would be stopped: 2 VEs lost their documents and the removalBudget of node hn1 is"
                        + " 1; raise it, or remove fewer at once",
                refused.blocked().getFirst().detail());
    }

    @Test
    void anEmptyDesiredStateRemovesNothing() {
        world.converge(Desired.of(Desired.ve(101).deletion(DeletionPolicy.DESTROY)));
        Plan plan = world.plan(Desired.of());
        assertEquals(List.of(), plan.steps());
        assertTrue(plan.blocked().getFirst().detail().startsWith("would be destroyed: no VE"));
    }

    @Test
    void idBlocksThatWereGivenBackAreGivenAgain() {
        UidRange two = new UidRange(UidRange.BLOCK, 2);
        Desired first = new Desired().uids(two);
        world.converge(
                first.with(stopped(101).deletion(DeletionPolicy.DESTROY), stopped(102)).build());
        world.converge(new Desired().uids(two).with(stopped(102)).build());
        Plan plan = world.plan(new Desired().uids(two).with(stopped(102), stopped(103)).build());
        assertEquals(
                two.baseOf(1),
                ((CreatePrivateArea) only(plan, CreatePrivateArea.class).operation()).uidBase());
    }

    @Test
    void nothingIsDestroyedWithoutAWordInTheMark() {
        world.converge(Desired.of(Desired.ve(101), Desired.ve(102)));
        Plan plan = world.plan(Desired.of(Desired.ve(102)));
        assertTrue(
                plan.steps().stream().noneMatch(s -> s.operation() instanceof DestroyPrivateArea));
        assertEquals("retained", plan.steps().getFirst().cause().to());
    }

    private static List<String> text(Plan plan) {
        return plan.steps().stream()
                .map(s ->
                        s.id() + " " + OperationText.of(s.operation()).text() + " " + s.waitsFor())
                .toList();
    }

    private static Step only(Plan plan, Class<?> kind) {
        List<Step> found =
                plan.steps().stream().filter(s -> kind.isInstance(s.operation())).toList();
        assertEquals(1, found.size(), kind.getSimpleName());
        return found.getFirst();
    }

    private static VeSpec.Builder stopped(int veid) {
        return Desired.ve(veid).state(RunState.STOPPED);
    }

    private static Limit count(long value) {
        return Limit.of(new Count(value));
    }

    private static Limit lowest() {
        return Limit.UNLIMITED;
    }

    private static Map<Resource, Control> without(Resource resource) {
        Map<Resource, Control> controls = new EnumMap<>(World.allControls());
        controls.remove(resource);
        return controls;
    }
}
