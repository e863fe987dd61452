package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.state.Reading;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.document.SourceFile;

/// Action scripts from the files of a revision to what they do.
@Tag("kernel")
class ActionScriptPathTest {
    private static final VeText PLAIN = VeText.of(4161);
    private static final VeText OTHER = VeText.of(4162);
    private static final VeText HOOKED =
            PLAIN.with("actionScripts", "{start: scripts/w.start, stop: scripts/w.stop}");

    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private static SourceFile script(String name, String body) {
        return new SourceFile("scripts/" + name, "#!/bin/sh\n" + body + "\n");
    }

    private DesiredState saying(VeText ve, String word) {
        return node.desired(
                List.of(
                        ve.file(),
                        OTHER.file(),
                        script("w.start", "echo start " + word + " >>/root/log"),
                        script("w.stop", "echo stop " + word + " >>/root/log"),
                        script("w.mount", "exit 0")));
    }

    private List<String> log() throws Exception {
        Path log = node.home.privateArea(PLAIN.veid()).resolve("upper/root/log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @Test
    void aChangeOfTheScriptAloneLeavesTheVeRunningAndCountsAtItsNextRun() throws Exception {
        node.converge(saying(HOOKED, "one"));
        int init = node.pid(PLAIN);
        assertEquals(List.of("start one"), log());
        DesiredState changed = saying(HOOKED, "two");
        List<Operation> steps = node.plan(changed).steps().stream().map(Step::operation).toList();
        assertEquals(2, steps.size());
        assertTrue(steps.stream().allMatch(SetScript.class::isInstance), steps::toString);
        node.converge(changed);
        assertEquals(init, node.pid(PLAIN));
        assertEquals(List.of("start one"), log());
        node.converge(saying(HOOKED.with("state", "stopped"), "two"));
        assertEquals(List.of("start one", "stop two"), log());
    }

    @Test
    void aVeThatIsRemovedIsStoppedByTheScriptThatItHad() throws Exception {
        node.converge(saying(HOOKED, "one"));
        node.converge(OTHER);
        assertEquals(Reading.absent(), node.ve(PLAIN).init());
        assertEquals(List.of("start one", "stop one"), log());
    }

    @Test
    void aScriptOfTheNodeIsRefusedWholeUntilTheNodeAllowsIt() throws Exception {
        VeText mounting = PLAIN.with("actionScripts", "{mount: scripts/w.mount}");
        node.pass(saying(mounting, "one"));
        assertEquals(Reading.absent(), node.ve(PLAIN).privateArea());
        assertEquals(
                List.of(Blocked.Reason.NOT_ALLOWED),
                node.plan(saying(mounting, "one")).blocked().stream()
                        .map(Blocked::reason)
                        .toList());
        Files.createFile(node.home.state().resolve("allow-host-scripts"));
        node.converge(saying(mounting, "one"));
    }

    @Test
    void aStartThatFailsIsToldAndTheNextPassStartsTheVeWhenItIsMended() throws Exception {
        SourceFile bad = script("w.start", "echo no route >&2; exit 2");
        VeText starting = PLAIN.with("actionScripts", "{start: scripts/w.start}");
        Applied applied = node.pass(node.desired(List.of(starting.file(), bad)));
        assertFalse(applied.converged());
        String told = RealNode.told(applied);
        assertTrue(told.contains("exit code 2; it said: no route"), told);
        assertEquals(Reading.absent(), node.ve(PLAIN).init());
        node.converge(node.desired(List.of(starting.file(), script("w.start", "exit 0"))));
        assertTrue(node.pid(PLAIN) > 0);
    }
}
