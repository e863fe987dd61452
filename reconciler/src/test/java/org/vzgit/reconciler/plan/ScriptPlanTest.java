package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Action scripts, from difference to step.
final class ScriptPlanTest {
    private static final VeId VE = new VeId(101);
    private static final Origin LINE_9 = new Origin("ve/ve101.yaml", 9, 3);
    private static final ActionScript OLD = new ActionScript("scripts/a.start", "#!/bin/old\n");
    private static final ActionScript NEW = new ActionScript("scripts/a.start", "#!/bin/new\n");

    private final World world = new World();

    private static VeSpec.Builder with(ScriptAction action, ActionScript script) {
        return Desired.ve(101)
                .actionScripts(new TreeMap<>(Map.of(action, script)))
                .writtenAt(VeField.ACTION_SCRIPTS, LINE_9);
    }

    private static VeSpec.Builder starting(ActionScript script) {
        return with(ScriptAction.START, script);
    }

    private static Operation put(ActionScript script) {
        return new SetScript(VE, ScriptAction.START, Optional.of(script));
    }

    private List<Operation> steps(VeSpec.Builder wanted) {
        return world.plan(Desired.of(wanted)).steps().stream().map(Step::operation).toList();
    }

    private Plan allowed(VeSpec.Builder wanted, boolean allowed) {
        ObservedNode live = world.kernel.observe();
        return World.plan(
                Desired.of(wanted),
                new ObservedNode(
                        live.features().allowing(allowed),
                        live.ves(),
                        live.templates(),
                        live.available()));
    }

    @Test
    void aChangedScriptIsLiveAndNothingElse() {
        world.converge(Desired.of(starting(OLD)));
        Plan plan = world.converge(Desired.of(starting(NEW)));
        assertEquals(List.of(put(NEW)), plan.steps().stream().map(Step::operation).toList());
        Step step = plan.steps().getFirst();
        assertEquals(Disruption.LIVE, step.disruption());
        assertEquals(
                new Cause(
                        "actionScripts.start",
                        ActionScript.shown(OLD.digest()),
                        NEW.toString(),
                        Optional.of(LINE_9)),
                step.cause());
    }

    @Test
    void anotherPathWithTheSameContentIsNoChange() {
        world.converge(Desired.of(starting(OLD)));
        assertEquals(List.of(), steps(starting(new ActionScript("scripts/b.start", OLD.text()))));
    }

    @Test
    void aStartWaitsForThem() {
        Plan plan = world.plan(Desired.of(starting(OLD)));
        List<Operation> steps = plan.steps().stream().map(Step::operation).toList();
        int put = steps.indexOf(put(OLD));
        Step launch =
                plan.steps().stream()
                        .filter(step -> step.operation() instanceof Launch)
                        .findFirst()
                        .orElseThrow();
        assertTrue(put >= 0 && launch.waitsFor().contains(put + 1));
        world.converge(Desired.of(starting(OLD)));
    }

    @Test
    void aVeThatDoesNotRunHasThemToo() {
        world.converge(Desired.of(starting(OLD).state(RunState.STOPPED)));
        assertEquals(List.of(put(NEW)), steps(starting(NEW).state(RunState.STOPPED)));
        world.converge(Desired.of(starting(NEW)));
    }

    @Test
    void aStopWaitsForNone() {
        world.converge(Desired.of(starting(OLD)));
        Plan plan = world.converge(Desired.of(starting(NEW).state(RunState.STOPPED)));
        Step stop =
                plan.steps().stream()
                        .filter(step -> step.operation() instanceof StopVe)
                        .findFirst()
                        .orElseThrow();
        assertTrue(stop.waitsFor().isEmpty());
    }

    @Test
    void oneThatIsNoLongerWrittenIsTakenAway() {
        world.converge(Desired.of(starting(OLD)));
        assertEquals(
                List.of(new SetScript(VE, ScriptAction.START, Optional.empty())),
                steps(Desired.ve(101)));
        world.converge(Desired.of(Desired.ve(101)));
    }

    @Test
    void aNodeHasToAllowThoseThatRunOnIt() {
        VeSpec.Builder mount =
                with(ScriptAction.MOUNT, new ActionScript("scripts/a.mount", "#!/bin/sh\n"));
        Plan refused = allowed(mount, false);
        assertEquals(List.of(), refused.steps());
        Blocked blocked = refused.blocked().getFirst();
        assertEquals(Blocked.Reason.NOT_ALLOWED, blocked.reason());
        assertEquals(
                "its scripts mount would run as root of the node, which does not allow it; to"
                        + " allow it, on the node: touch /var/lib/vzgit/allow-host-scripts",
                blocked.detail());
        assertEquals(Optional.of(LINE_9), blocked.origin());
        assertEquals(List.of(), allowed(mount, true).blocked());
        assertEquals(List.of(), allowed(starting(OLD), false).blocked());
    }
}
