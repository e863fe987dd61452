package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.RunState;
import org.vzgit.schema.TemplateVersion;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// Which version of a template a VE has, and what another one costs.
class TemplateVersionPlanTest {
    private static final VeId VE = new VeId(101);
    private static final TemplateRef VERSION_2 = new TemplateRef(Desired.BUSYBOX, "2");

    private final World world = new World();

    private static VeSpec.Builder at(VeSpec.Builder ve, String version) {
        return ve.templateVersion(Optional.of(new TemplateVersion(version)));
    }

    private static VeSpec.Builder pinned(String version) {
        return at(Desired.ve(101), version);
    }

    private TemplateRef standsOn(int veid) {
        return LiveMark.of(world.live(veid)).orElseThrow().template();
    }

    private String blocked(DesiredState desired, Blocked.Reason reason) {
        List<Blocked> blocked = world.plan(desired).blocked();
        assertEquals(1, blocked.size(), blocked.toString());
        assertEquals(reason, blocked.getFirst().reason());
        return blocked.getFirst().detail();
    }

    @Test
    void aNameAloneIsTheNewestVersionWhenTheVeIsMade() {
        world.kernel.publish(VERSION_2);
        world.converge(Desired.of(Desired.ve(101)));
        assertEquals(VERSION_2, standsOn(101));
    }

    @Test
    void aNamedVersionThatIsInTheCacheIsTakenThoughThereIsANewerOne() {
        world.converge(Desired.of(Desired.ve(102)));
        world.kernel.publish(VERSION_2);
        Plan plan = world.converge(Desired.of(Desired.ve(102), pinned("1")));
        assertEquals(World.VERSION_1, standsOn(101));
        assertTrue(
                plan.steps().stream().noneMatch(step -> step.operation() instanceof BuildTemplate));
    }

    @Test
    void theNamedVersionThatTheNodeCanMakeIsMade() {
        Plan plan = world.converge(Desired.of(pinned("1")));
        assertEquals(new BuildTemplate(World.VERSION_1), plan.steps().getFirst().operation());
    }

    @Test
    void aNamedVersionThatIsNowhereMakesNoVe() {
        String detail = blocked(Desired.of(pinned("9")), Blocked.Reason.NO_ROOM);
        assertTrue(detail.contains("busybox@9 is not in this node's cache"), detail);
        assertEquals(List.of(), world.plan(Desired.of(pinned("9"))).steps());
    }

    @Test
    void namingTheVersionThatAVeHasCostsNothing() {
        world.converge(Desired.of(Desired.ve(101)));
        Plan plan = world.plan(Desired.of(pinned("1")));
        assertEquals(List.of(), plan.steps());
        assertEquals(List.of(), plan.blocked());
    }

    @Test
    void anotherVersionWouldBeAnotherVeAndIsNotDoneByItself() {
        world.converge(Desired.of(Desired.ve(101)));
        world.kernel.publish(VERSION_2);
        DesiredState desired = Desired.of(pinned("2"));
        assertEquals(
                "its private area was made from busybox@1; to begin anew from busybox@2, remove"
                        + " the VE with deletion: destroy and add it again",
                blocked(desired, Blocked.Reason.RECREATE));
        assertEquals(List.of(), world.plan(desired).steps());
        var change =
                (org.vzgit.reconciler.diff.Change.Update) world.plan(desired).changes().getFirst();
        assertEquals("busybox@1", change.fields().getFirst().from());
        assertEquals("busybox@2", change.fields().getFirst().to());
        assertEquals(Disruption.RECREATE, change.fields().getFirst().disruption());
        assertEquals(World.VERSION_1, standsOn(101));
    }

    @Test
    void aNewerVersionIsNoDifferenceForAVeThatNamesNone() {
        world.converge(Desired.of(Desired.ve(101)));
        world.kernel.publish(VERSION_2);
        Plan plan = world.plan(Desired.of(Desired.ve(101)));
        assertEquals(List.of(), plan.steps());
        assertEquals(List.of(), plan.blocked());
        assertEquals(
                List.of(
                        "it stands on busybox@1, and new VEs begin as busybox@2; to follow costs"
                                + " its files: remove it with deletion: destroy and add it again;"
                                + " to stay, write template: busybox@1"),
                plan.warnings().stream().map(Warning::detail).toList());
    }

    @Test
    void aVeThatNamesItsVersionIsNotRemindedOfNewerOnes() {
        world.converge(Desired.of(Desired.ve(101)));
        world.kernel.publish(VERSION_2);
        assertEquals(List.of(), world.plan(Desired.of(pinned("1"))).warnings());
    }

    @Test
    void aCloneOfAVeThatIsToBeMadeStandsOnTheVersionThatItsSourceNames() {
        world.converge(Desired.of(Desired.ve(103)));
        world.kernel.publish(VERSION_2);
        var source = at(Desired.ve(101).state(RunState.STOPPED), "1");
        var clone = Desired.ve(102).state(RunState.STOPPED).cloneOf(new VeName("ve101"));
        world.converge(Desired.of(Desired.ve(103), source, clone));
        assertEquals(World.VERSION_1, standsOn(102));
    }

    @Test
    void aCloneCannotNameAnotherVersionThanItsSourceHas() {
        world.converge(Desired.of(Desired.ve(101).state(RunState.STOPPED)));
        world.kernel.publish(VERSION_2);
        var clone = at(Desired.ve(102).state(RunState.STOPPED).cloneOf(new VeName("ve101")), "2");
        String detail =
                blocked(
                        Desired.of(Desired.ve(101).state(RunState.STOPPED), clone),
                        Blocked.Reason.CLONE_SOURCE);
        assertTrue(detail.contains("write template: busybox@1"), detail);
    }

    @Test
    void theAreaOfAPinnedVeIsMarkedWithItsVersion() {
        Plan plan = world.apply(Desired.of(pinned("1")));
        assertTrue(
                plan.steps().stream()
                        .anyMatch(step ->
                                step.operation() instanceof CreatePrivateArea create
                                        && create.veid().equals(VE)
                                        && create.mark().template().equals(World.VERSION_1)));
    }
}
