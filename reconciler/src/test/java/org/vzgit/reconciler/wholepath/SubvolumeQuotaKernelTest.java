package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DiskLayout;

/// Quota groups of btrfs, on this machine's own kernel.
@Tag("kernel")
class SubvolumeQuotaKernelTest {
    private static final VeText VE = VeText.of(4811).with("deletion", "destroy");
    private static final String FILL = "dd if=/dev/zero of=/fill bs=64k count=320; sync";

    private LoopDisk loop;
    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        loop = LoopDisk.make("512M", "mkfs.btrfs", "-q");
        KernelThread.Commands.output(
                List.of("btrfs", "quota", "enable", loop.mountPoint().toString()));
        node = new RealNode(loop.mountPoint());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (node != null) {
            node.close();
        }
        if (loop != null) {
            loop.close();
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

    @Test
    void aVeIsBoundedAndTheBoundIsMovedWhileItRuns() throws Exception {
        VeText ve = VE.with("disk", "{space: 10M}");
        node.converge(ve);
        assertEquals(DiskLayout.SUBVOLUME, disk().layout());
        assertTrue(node.sh(ve, FILL).contains("Disk quota exceeded"));
        assertTrue(disk().space().held() instanceof Bytes(long bytes) && bytes <= 11 << 20);
        int pid = node.pid(ve);
        node.converge(VE.with("disk", "{space: 40M}"));
        assertTrue(node.sh(ve, FILL).endsWith("0\n"));
        node.converge(VE.with("disk", "{space: 15M}"));
        assertTrue(
                node.sh(ve, "dd if=/dev/zero of=/more bs=1M count=8; sync").contains("exceeded"));
        assertEquals(pid, node.pid(ve));
        node.converge(VE.with("disk", "{quota: \"no\", space: 15M}"));
        assertTrue(node.sh(ve, "dd if=/dev/zero of=/more bs=1M count=8; sync").endsWith("0\n"));
    }

    @Test
    void inodesAreRefusedAtPlanTime() throws Exception {
        List<Blocked> blocked = node.plan(VE.with("disk", "{space: 10M, inodes: 100}")).blocked();
        assertEquals(1, blocked.size());
        assertTrue(
                blocked.getFirst().detail().contains("inodes cannot be bounded"),
                blocked.toString());
    }

    @Test
    void aDestroyedVeLeavesNoSubvolume() throws Exception {
        VeText ve = VE.with("disk", "{space: 10M}");
        node.converge(ve);
        node.destroy(node.ve(ve));
        String left =
                KernelThread.Commands.output(
                        List.of("btrfs", "subvolume", "list", loop.mountPoint().toString()));
        assertEquals("", left);
    }

    @Test
    void withoutQuotaThePlanSaysWhatIsMissing() throws Exception {
        node.close();
        KernelThread.Commands.output(
                List.of("btrfs", "quota", "disable", loop.mountPoint().toString()));
        node = new RealNode(loop.mountPoint());
        node.diskLayout("subvolume");
        List<Blocked> blocked = node.plan(VE.with("disk", "{space: 10M}")).blocked();
        assertTrue(blocked.getFirst().detail().contains("btrfs quota enable"), blocked.toString());
        assertTrue(Files.isDirectory(loop.mountPoint()));
    }
}
