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
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.reconciler.plan.Warning;
import org.vzgit.schema.Seconds;

/// `onboot`, `bootorder` and `disabled` on the running kernel. A boot of the node is what a boot
/// leaves: the VE's files, and in them the name of another boot.
@Tag("kernel")
class BootTest {
    private RealNode node;

    @BeforeEach
    void makeNode() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private void boot(VeText ve) throws Exception {
        Path note = node.home.privateArea(ve.veid()).resolve("booted");
        node.apply(new StopVe(ve.veid(), new Seconds(0)));
        node.apply(new DetachNetwork(ve.veid()));
        node.apply(new RemoveCgroup(ve.veid()));
        Files.writeString(note, "0f0f0f0f-1111-4222-8333-444444444444\n");
    }

    private boolean isCutOff(VeText ve) throws Exception {
        return node.ve(ve).privateArea().toOptional().filter(PrivateArea::cutOff).isPresent();
    }

    @Test
    void aVeThatDoesNotComeUpWithTheNodeStaysDownUntilItsDocumentSaysSo() throws Exception {
        VeText kept = VeText.of(4731).with("onboot", "no");
        node.converge(kept);
        boot(kept);
        assertTrue(isCutOff(kept));
        var plan = node.plan(kept);
        assertEquals(List.of(), plan.steps());
        assertEquals(
                List.of(
                        "it went down with the node and stays down; write onboot: yes to have it"
                                + " started"),
                plan.warnings().stream()
                        .map(Warning::detail)
                        .filter(detail -> detail.contains("node"))
                        .toList());
        node.converge(kept.with("onboot", "yes"));
        assertFalse(isCutOff(kept));
        node.converge(kept);
        assertTrue(node.pid(kept) > 1);
    }

    @Test
    void aStopIsNoBootAndLeavesNoNote() throws Exception {
        VeText ve = VeText.of(4732).with("onboot", "no");
        node.converge(ve);
        Path note = node.home.privateArea(ve.veid()).resolve("booted");
        assertEquals(
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")),
                Files.readString(note));
        node.converge(ve.with("state", "stopped"));
        assertFalse(Files.exists(note));
        node.converge(ve);
    }

    @Test
    void aDisabledVeIsStoppedAndStaysSo() throws Exception {
        VeText ve = VeText.of(4733);
        node.converge(ve);
        node.converge(ve.with("disabled", "yes"));
        assertTrue(node.ve(ve).init().toOptional().isEmpty());
        node.converge(ve.with("disabled", "no"));
        assertTrue(node.pid(ve) > 1);
    }
}
