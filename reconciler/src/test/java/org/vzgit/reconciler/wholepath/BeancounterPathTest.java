package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.schema.Beancounter;

/// Beancounters from a document to the kernel, and back to whoever looks: from outside, and from
/// inside the VE.
@Tag("kernel")
class BeancounterPathTest {
    private static final VeText WEB =
            VeText.of(4851).with("beancounters", "{kmemsize: 14372700:14790164, shmpages: 84M}");
    private static final VeText OTHER = VeText.of(4852);

    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private UbcRow row(VeText ve, Beancounter resource) throws Exception {
        return Optional.ofNullable(
                        node.ve(ve).beancounters().toOptional().orElseThrow().get(resource))
                .orElseThrow();
    }

    /// A VE with two beancounters only is worth a warning, and still is applied as it is written.
    private void converge(VeText... ves) throws Exception {
        Applied applied = node.pass(node.desired(ves));
        assertTrue(applied.converged(), () -> RealNode.told(applied));
        assertEquals(List.of(), node.plan(ves).steps(), "plan again");
    }

    @Test
    void boundsOfADocumentAreInForceAndALaterCommitMovesThemWithoutARestart() throws Exception {
        converge(WEB);
        int pid = node.pid(WEB);
        assertEquals(14_372_700, row(WEB, Beancounter.KMEMSIZE).barrier());
        assertEquals(14_790_164, row(WEB, Beancounter.KMEMSIZE).limit());
        assertTrue(row(WEB, Beancounter.NUMPROC).held() > 0);
        assertTrue(row(WEB, Beancounter.PRIVVMPAGES).held() > 0);
        converge(WEB.with("beancounters", "{kmemsize: 8M:9M, shmpages: 84M}"));
        assertEquals(9L << 20, row(WEB, Beancounter.KMEMSIZE).limit());
        assertEquals(pid, node.pid(WEB));
        node.restartProcess();
        assertEquals(8L << 20, row(WEB, Beancounter.KMEMSIZE).barrier());
    }

    @Test
    void aVeSeesItsOwnBlockOnlyAndCannotWriteIt() throws Exception {
        converge(WEB, OTHER);
        String text = sampled(WEB, "4851");
        List<String> lines = text.lines().toList();
        assertEquals(26, lines.size());
        assertEquals("Version: 2.5", lines.getFirst());
        assertFalse(text.contains("4852:"), text);
        assertTrue(lines.get(2).contains("14790164"), lines.get(2));
        assertEquals(
                "denied",
                inside(WEB, "{ echo x >/run/user_beancounters; } 2>/dev/null || echo denied"));
        assertEquals(
                "denied",
                inside(
                        WEB,
                        "mount -o remount,bind,rw /run/user_beancounters; { echo x"
                                + " >/run/user_beancounters; } 2>/dev/null || echo denied"));
        assertEquals(text.lines().count(), sampled(WEB, "4851").lines().count());
    }

    @Test
    void aVeThatMakesItsOwnRunSeesItAgain() throws Exception {
        converge(WEB);
        sampled(WEB, "4851");
        inside(WEB, "mount -t tmpfs tmpfs /run");
        assertFalse(Files.exists(node.inside(WEB, "run/user_beancounters")));
        assertTrue(sampled(WEB, "4851").startsWith("Version: 2.5\n"));
    }

    /// What the VE reads after a new agent looked: bounded by count, not by clock.
    private String sampled(VeText ve, String id) throws Exception {
        Path file = node.inside(ve, "run/user_beancounters");
        return node.thread.call(() -> {
            try (LinuxKernel _ = LinuxKernel.openToAct(node.home)) {
                for (int look = 0; look < 500 && !isSampled(file); look++) {
                    Thread.sleep(20);
                }
                assertTrue(Files.readString(file).contains(" " + id + ":  kmemsize"));
                return Files.readString(file);
            }
        });
    }

    /// A running VE holds kernel memory, so the first row of a look is not 0.
    private static boolean isSampled(Path file) throws Exception {
        return Files.exists(file)
                && !Files.readString(file)
                        .lines()
                        .skip(2)
                        .findFirst()
                        .orElse("")
                        .contains("kmemsize                        0 ");
    }

    private String inside(VeText ve, String script) throws Exception {
        return KernelThread.Commands.output(
                        List.of(
                                "nsenter",
                                "--user",
                                "--mount",
                                "--pid",
                                "--target",
                                "" + node.pid(ve),
                                "/bin/busybox",
                                "sh",
                                "-c",
                                script))
                .strip();
    }
}
