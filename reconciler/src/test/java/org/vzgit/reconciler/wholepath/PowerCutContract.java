package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.schema.Bytes;

/// Disk bounds after a power cut: the file system is cut off from its disk in the middle of the
/// work, every process ends, and the journal is replayed by the next mount.
abstract class PowerCutContract {
    private static final VeText VE =
            VeText.of(4811).with("disk", "{space: 10M, inodes: 300, graceTime: 3600}");
    private static final String FILL = "dd if=/dev/zero of=/fill bs=64k count=320; sync";

    /// Nothing is made in more operations than this; so many cuts are tried.
    private static final int OPERATIONS_MAX = 20;

    LoopDisk disk;
    private RealNode node;

    /// A file system with project quota of this test's own.
    abstract LoopDisk make() throws Exception;

    /// A checker that changes nothing and knows quota.
    abstract List<String> fsck();

    @BeforeEach
    void open() throws Exception {
        disk = make();
        node = new RealNode(disk.mountPoint());
        if (!lacking().isEmpty()) {
            Assumptions.abort("this kernel has no project quota: " + lacking());
        }
    }

    private String lacking() throws Exception {
        return node.plan(VE.with("state", "stopped")).blocked().stream()
                .map(blocked -> blocked.detail())
                .findFirst()
                .orElse("");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (node != null) {
            node.close();
        }
        if (disk != null) {
            disk.unmount();
            try {
                disk.check(fsck());
            } finally {
                disk.mount();
                disk.close();
            }
        }
    }

    @Test
    void boundsAndUseAreThoseOfTheFilesThatAreLeft() throws Exception {
        node.converge(VE);
        node.sh(VE, "dd if=/dev/zero of=/a bs=64k count=32; sync");
        node.sh(VE, "dd if=/dev/zero of=/b bs=64k count=48; rm /a; mkdir -p /d/e/f; touch /d/g");
        cut();
        assertEquals("10M", observed().space().bounds().text());
        assertEquals(onDisk(), held());
        assertEquals(Optional.empty(), observed().drift());
        node.converge(VE);
        assertTrue(node.sh(VE, FILL).contains("dd: "), "the bound is in force");
        assertTrue(held() <= 10 << 20, "held " + held());
    }

    @Test
    void aChangeOfABoundThatWasLostIsMadeAgain() throws Exception {
        node.converge(VE);
        node.sh(VE, "sync");
        VeText raised = VE.with("disk", "{space: 20M, inodes: 300, graceTime: 3600}");
        node.converge(raised);
        cut();
        node.converge(raised);
        assertEquals("20M", observed().space().bounds().text());
    }

    /// A tool that walked half of an area when the power went.
    @Test
    void idsThatDriftedBeforeTheCutAreCorrectedAfterIt() throws Exception {
        node.converge(VE);
        node.sh(VE, "mkdir -p /d/e; dd if=/dev/zero of=/d/e/a bs=64k count=32; sync");
        Path upper = node.home.privateArea(VE.veid()).resolve("upper");
        String clear = "find " + upper + " ! -type l ! -type c -exec chattr -p 0 {} +";
        node.thread.run("sh", "-c", clear + "; chattr -P " + upper + "; sync");
        cut();
        assertEquals(Optional.of("project id"), observed().drift());
        assertTrue(held() < 2 << 20);
        node.converge(VE);
        assertEquals(Optional.empty(), observed().drift());
        assertEquals(onDisk(), held());
        assertTrue(held() >= 2 << 20);
    }

    /// Up to the operation that makes the first process. A process that waits at its gate would
    /// live on here with this test's own, and keep the file system mounted.
    @Test
    void whereverThePowerIsCutBeforeTheLaunchNothingRunsUnbounded() throws Exception {
        for (int operations = 0; operations <= OPERATIONS_MAX; operations++) {
            CutKernel cut = new CutKernel(operations);
            node.wrapped(cut::around);
            passWithoutPower();
            cut();
            assertTrue(init().isEmpty(), "after " + operations + " operations");
            node.converge(VE);
            assertEquals(Optional.empty(), observed().drift());
            assertEquals("10M", observed().space().bounds().text());
            assertTrue(node.sh(VE, FILL).contains("dd: "), "after " + operations + " operations");
            assertEquals(onDisk(), held(), "after " + operations + " operations");
            node.destroy(node.ve(VE));
            if (cut.launching) {
                assertTrue(operations >= 3, "area, group and bounds, not " + operations);
                return;
            }
        }
        throw new AssertionError("more than " + OPERATIONS_MAX + " operations");
    }

    private void passWithoutPower() throws Exception {
        try {
            node.pass(node.desired(VE));
        } catch (UncheckedIOException _) {
            // The pass looks again at its end, and XFS shows nothing any more.
        }
    }

    /// Nothing that an operation does after so many reaches the disk, and none is told to be done.
    private final class CutKernel {
        private int left;
        private boolean launching;

        CutKernel(int operations) {
            left = operations;
        }

        Kernel around(Kernel real) {
            return new Kernel() {
                @Override
                public ObservedNode observe() {
                    return real.observe();
                }

                @Override
                public void apply(Operation operation) throws OperationFailure {
                    launching |= operation instanceof Launch && left > 0;
                    if (left-- <= 0 || launching) {
                        throw new OperationFailure(FailureKind.BROKEN, "no power");
                    }
                    real.apply(operation);
                    if (left == 0) {
                        goDown();
                    }
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }
    }

    private void goDown() {
        try {
            disk.cutPower();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void cut() throws Exception {
        disk.cutPower();
        node.powerCut(() -> {
            disk.unmount();
            disk.mount();
            return disk;
        });
    }

    private Optional<?> init() throws Exception {
        return node.ve(VE).init().toOptional();
    }

    private ObservedDisk observed() throws Exception {
        ObservedVe ve = node.ve(VE);
        return ve.privateArea().toOptional().orElseThrow().disk().toOptional().orElseThrow();
    }

    private long held() throws Exception {
        return observed().space().held() instanceof Bytes(long bytes) ? bytes : -1;
    }

    /// What the files of the area take, counted one by one.
    private long onDisk() throws Exception {
        Path area = node.home.privateArea(VE.veid());
        assertFalse(Files.notExists(area.resolve("upper")));
        node.thread.run("sync");
        String sum =
                node.thread.run(
                        "du", "-sc", "-k", area.resolve("upper") + "", area.resolve("work") + "");
        return 1024 * Long.parseLong(sum.lines().reduce("", (_, line) -> line).split("\\s")[0]);
    }
}
