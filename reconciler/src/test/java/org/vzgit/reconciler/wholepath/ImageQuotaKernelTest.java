package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DiskLayout;

/// Images: on this machine's own file system, or in the test node on an ext4 without quota.
@Tag("kernel")
class ImageQuotaKernelTest {
    private static final VeText VE = VeText.of(4821);
    private static final String FILL = "dd if=/dev/zero of=/fill bs=64k count=1000; sync";

    /// See `node.sh`.
    private static final Path BARE = Path.of("/run/quota/none");

    /// Bit 24 of `CapEff` is CAP_SYS_RESOURCE, without which ext4 refuses to grow
    /// (ext4_resize_begin).
    private static final int MAY_GROW = 24;

    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = Files.isDirectory(BARE) ? new RealNode(BARE) : new RealNode();
        node.diskLayout("image");
        DiskMeans means = node.observe().features().disk();
        if (!means.has(DiskLayout.IMAGE)) {
            Assumptions.abort(means.lacking(DiskLayout.IMAGE));
        }
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (node != null) {
            Path mounts = Path.of("/proc/self/mounts");
            String home = node.home.state().toString();
            node.close();
            assertFalse(Files.readString(mounts).contains(home), "an image is still mounted");
        }
    }

    private ObservedDisk disk() throws Exception {
        return node.ve(VE)
                .privateArea()
                .toOptional()
                .orElseThrow()
                .disk()
                .toOptional()
                .orElseThrow();
    }

    private static boolean mayGrow() throws Exception {
        String line =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(l -> l.startsWith("CapEff"))
                        .findFirst()
                        .orElseThrow();
        return (Long.parseUnsignedLong(line.split("\\s+")[1], 16) >> MAY_GROW & 1) == 1;
    }

    @Test
    void theBoundIsLoweredWhileTheVeRuns() throws Exception {
        VeText ve = VE.with("disk", "{space: 40M}");
        node.converge(ve);
        node.converge(VE.with("disk", "{space: 20M}"));
        assertEquals("20M", disk().space().bounds().text());
        assertTrue(
                node.sh(ve, "dd if=/dev/zero of=/fill bs=64k count=320; sync")
                        .contains("No space left"));
        node.converge(VE.with("disk", "{space: 36M}"));
        node.sh(ve, "rm /fill; sync");
        assertTrue(node.sh(ve, "dd if=/dev/zero of=/fill bs=64k count=320; sync").endsWith("0\n"));
    }

    @Test
    void aVeIsBoundedAndTheBoundIsMovedWhileItRuns() throws Exception {
        Assumptions.assumeTrue(mayGrow(), "root of this machine has no CAP_SYS_RESOURCE");
        VeText ve = VE.with("disk", "{space: 40M}");
        node.converge(ve);
        assertEquals(DiskLayout.IMAGE, disk().layout());
        int pid = node.pid(ve);
        assertTrue(node.sh(ve, FILL).contains("No space left"));
        assertTrue(disk().space().held() instanceof Bytes(long bytes) && bytes <= 40 << 20);
        node.converge(VE.with("disk", "{space: 120M}"));
        String said = node.sh(ve, FILL);
        assertTrue(said.endsWith("0\n"), said);
        String df = node.sh(ve, "df -m / | tail -n 1");
        assertTrue(Integer.parseInt(df.trim().split("\\s+")[1]) > 80, df);
        node.converge(VE.with("disk", "{space: 60M}"));
        assertEquals("60M", disk().space().bounds().text());
        assertTrue(
                node.sh(ve, "dd if=/dev/zero of=/more bs=64k count=16; sync")
                        .contains("No space left"));
        node.sh(ve, "rm /fill /more; sync");
        assertTrue(node.sh(ve, "dd if=/dev/zero of=/more bs=64k count=64; sync").endsWith("0\n"));
        assertEquals(pid, node.pid(ve));
    }

    @Test
    void theImageIsSparseAndGivesBackWhatIsDeleted() throws Exception {
        VeText ve = VE.with("disk", "{space: 400M}");
        node.converge(ve);
        Path image = node.home.privateArea(ve.veid()).resolve("image");
        assertEquals(400L << 20, Files.size(image));
        long before = blocks(image);
        assertTrue(before < 60 << 20, "takes " + before);
        node.sh(ve, "dd if=/dev/zero of=/fill bs=1M count=100; sync");
        assertTrue(blocks(image) > before + (90 << 20));
        node.sh(ve, "rm /fill; sync; sleep 6; sync");
        assertTrue(blocks(image) < before + (50 << 20), "discarded: " + blocks(image));
    }

    private static long blocks(Path image) throws Exception {
        String said = KernelThread.Commands.output(List.of("stat", "-c", "%b", image.toString()));
        return Long.parseLong(said.strip()) * 512;
    }

    @Test
    void anImageThatIsNotMountedIsMountedAgainByTheNextStart() throws Exception {
        VeText ve = VE.with("disk", "{space: 40M}");
        node.converge(ve);
        node.sh(ve, "echo kept > /kept; sync");
        node.converge(ve.with("state", "stopped"));
        Path files = node.home.privateArea(ve.veid()).resolve("fs");
        // As a reboot leaves it.
        KernelThread.Commands.output(List.of("umount", files.toString()));
        assertTrue(disk().drift().isPresent());
        node.converge(ve);
        assertTrue(node.sh(ve, "cat /kept").startsWith("kept"));
        assertEquals("40M", disk().space().bounds().text());
    }

    @Test
    void whatAnImageCannotBoundIsRefusedAtPlanTime() throws Exception {
        List<Blocked> inodes = node.plan(VE.with("disk", "{space: 40M, inodes: 100}")).blocked();
        assertTrue(
                inodes.getFirst().detail().contains("inodes cannot be bounded"), inodes.toString());
        List<Blocked> users = node.plan(VE.with("disk", "{space: 40M, userQuota: 9}")).blocked();
        assertTrue(users.getFirst().detail().contains("users inside"), users.toString());
    }

    @Test
    void projectQuotaThatIsMissingIsNamed() throws Exception {
        node.diskLayout("project");
        String detail = node.plan(VE.with("disk", "{space: 40M}")).blocked().getFirst().detail();
        assertTrue(detail.contains("quota"), detail);
    }
}
