package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Disruption;

/// Disk bounds of real VEs on a file system with project quota.
abstract class ProjectQuotaContract {
    private static final VeText VE = VeText.of(4801);
    private static final String FILL = "dd if=/dev/zero of=/fill bs=64k count=320; sync";
    private static final long MIB = 1 << 20;

    RealNode node;

    /// Where such a file system is mounted in the test node.
    abstract Path mountPoint();

    /// What a program is told that would cross a bound.
    abstract String refusal();

    @BeforeEach
    void open() throws Exception {
        if (!Files.isDirectory(mountPoint())) {
            Assumptions.abort("this kernel has no file system at " + mountPoint());
        }
        node = new RealNode(mountPoint());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    static VeText bounded(String disk) {
        return VE.with("disk", disk);
    }

    ObservedDisk disk() throws Exception {
        return node.ve(VE)
                .privateArea()
                .toOptional()
                .orElseThrow()
                .disk()
                .toOptional()
                .orElseThrow();
    }

    private long held() throws Exception {
        return disk().space().held() instanceof Bytes(long bytes) ? bytes : -1;
    }

    @Test
    void aVeCannotWriteMoreThanItsHardBound() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 200}");
        node.converge(ve);
        String said = node.sh(ve, FILL);
        assertTrue(said.contains(refusal()), said);
        assertTrue(held() <= 10 * MIB && held() > 9 * MIB, () -> "held " + heldText());
        assertEquals(DiskLayout.PROJECT, disk().layout());
    }

    private String heldText() {
        try {
            return Long.toString(held());
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void aVeCannotMakeMoreFilesThanItsHardBound() throws Exception {
        VeText ve = bounded("{space: 100M, inodes: 60}");
        node.converge(ve);
        String said =
                node.sh(
                        ve,
                        "i=0; while [ $i -lt 100 ]; do touch /tmp/f$i || break; i=$((i+1)); done");
        assertTrue(said.contains(refusal()), said);
        assertEquals(new Count(60), disk().inodes().toOptional().orElseThrow().held());
    }

    @Test
    void boundsAreRaisedAndLoweredWhileTheVeRuns() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 1000}");
        node.converge(ve);
        int pid = node.pid(ve);
        node.sh(ve, FILL);
        Applied raised = node.converge(bounded("{space: 30M, inodes: 1000}"));
        assertEquals(1, raised.plan().steps().size());
        assertTrue(raised.plan().steps().getFirst().operation() instanceof SetDiskQuota);
        assertEquals("0", last(node.sh(ve, FILL)));
        Applied lowered = node.converge(bounded("{space: 15M, inodes: 1000}"));
        assertTrue(lowered.plan().steps().stream().allMatch(ProjectQuotaContract::isLive));
        assertTrue(node.sh(ve, "dd if=/dev/zero of=/more bs=64k count=1").contains(refusal()));
        assertTrue(held() > 19 * MIB, "what is held stays");
        assertEquals(pid, node.pid(ve));
    }

    private static boolean isLive(Step step) {
        return step.disruption() == Disruption.LIVE;
    }

    private static String last(String output) {
        return output.lines().reduce("", (_, line) -> line);
    }

    @Test
    void dfInsideShowsTheVesOwnSize() throws Exception {
        VeText ve = bounded("{space: 20M, inodes: 500}");
        node.converge(ve);
        List<String> fields = fields(node.sh(ve, "df -k / | tail -n 1"));
        assertEquals("20480", fields.get(1), fields.toString());
        node.converge(bounded("{space: 40M, inodes: 500}"));
        assertEquals("40960", fields(node.sh(ve, "df -k / | tail -n 1")).get(1));
        assertEquals("500", fields(node.sh(ve, "df -i / | tail -n 1")).get(1));
    }

    private static List<String> fields(String output) {
        return List.of(output.lines().findFirst().orElse("").trim().split("\\s+"));
    }

    @Test
    void theSoftBoundMayBeExceededWhileTheGraceLasts() throws Exception {
        VeText ve = bounded("{space: 5M:20M, inodes: 1000, graceTime: 3600}");
        node.converge(ve);
        assertEquals("0", last(node.sh(ve, "dd if=/dev/zero of=/a bs=64k count=128 && sync")));
        long now = System.currentTimeMillis() / 1000;
        // The grace that has begun is the file system's own until a pass has seen it.
        assertEquals(Optional.of("end of grace"), disk().drift());
        node.converge(ve);
        long end = disk().space().graceEnds().orElseThrow();
        assertTrue(Math.abs(end - now - 3600) < 60, "ends in " + (end - now));
        assertEquals("0", last(node.sh(ve, "dd if=/dev/zero of=/b bs=64k count=16 && sync")));
        node.sh(ve, "rm /a /b; sync");
        assertTrue(disk().space().graceEnds().isEmpty());
    }

    @Test
    void anExpiredGraceMakesTheSoftBoundHard() throws Exception {
        VeText ve = bounded("{space: 5M:20M, inodes: 1000, graceTime: 1}");
        node.converge(ve);
        assertEquals("0", last(node.sh(ve, "dd if=/dev/zero of=/a bs=64k count=96 && sync")));
        node.converge(ve);
        Thread.sleep(2100);
        String said = node.sh(ve, "dd if=/dev/zero of=/b bs=64k count=16 && sync");
        assertTrue(said.contains(refusal()), said);
        node.sh(ve, "rm /a /b; sync");
        assertEquals("0", last(node.sh(ve, "dd if=/dev/zero of=/c bs=64k count=16 && sync")));
    }

    @Test
    void withoutGraceTheSoftBoundIsTheHardOne() throws Exception {
        VeText ve = bounded("{space: 5M:20M, inodes: 1000, graceTime: 0}");
        node.converge(ve);
        assertTrue(node.sh(ve, FILL).contains(refusal()));
        assertTrue(held() <= 5 * MIB);
    }

    @Test
    void theSoftBoundOfInodesHasAGraceOfItsOwn() throws Exception {
        VeText ve = bounded("{space: 20M, inodes: 40:80, graceTime: 1}");
        node.converge(ve);
        String more = "i=0; while [ $i -lt 50 ]; do touch /tmp/%s$i || break; i=$((i+1)); done";
        assertEquals("0", last(node.sh(ve, more.formatted("a"))));
        assertTrue(disk().inodes().toOptional().orElseThrow().graceEnds().isPresent());
        assertTrue(disk().space().graceEnds().isEmpty());
        node.converge(ve);
        Thread.sleep(2100);
        assertTrue(node.sh(ve, "touch /tmp/b").contains(refusal()));
        node.sh(ve, "rm /tmp/a*");
        assertEquals("0", last(node.sh(ve, "touch /tmp/b")));
    }

    @Test
    void aCrashBetweenAreaAndBoundsLeavesNothingRunning() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}");
        node.wrapped(kernel -> new UnboundingKernel(kernel));
        assertFalse(node.pass(node.desired(ve)).converged());
        assertTrue(node.ve(ve).privateArea().toOptional().isPresent(), "the area was made");
        assertEquals(DiskSpec.UNBOUNDED, disk().space().bounds());
        assertTrue(node.ve(ve).init().toOptional().isEmpty());
        node.restartProcess();
        node.converge(ve);
        assertTrue(node.sh(ve, FILL).contains(refusal()));
    }

    /// Dies where bounds would be set.
    private record UnboundingKernel(Kernel kernel) implements Kernel {
        @Override
        public ObservedNode observe() {
            return kernel.observe();
        }

        @Override
        public void apply(Operation operation) throws OperationFailure {
            if (operation instanceof SetDiskQuota) {
                throw new OperationFailure(FailureKind.BROKEN, "crashed");
            }
            kernel.apply(operation);
        }

        @Override
        public void close() {
            kernel.close();
        }
    }

    @Test
    void filesDoNotPassFromOneVesAreaToAnothers() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}");
        VeText other = VeText.of(4802).with("disk", "{space: 10M, inodes: 300}");
        node.converge(ve, other);
        node.sh(ve, "echo x > /f");
        Path file = node.home.privateArea(ve.veid()).resolve("upper/f");
        Path there = node.home.privateArea(other.veid()).resolve("upper/f");
        FileSystemException link =
                assertThrows(FileSystemException.class, () -> Files.createLink(there, file));
        assertTrue(link.toString().contains("cross-device"), link.toString());
        assertThrows(
                AtomicMoveNotSupportedException.class,
                () -> Files.move(file, there, StandardCopyOption.ATOMIC_MOVE));
    }

    @Test
    void aNumberThatFilesStillCarryIsGivenToNobody() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}");
        node.converge(ve);
        long id = node.ve(ve).privateArea().toOptional().orElseThrow().uidBase();
        node.destroy(node.ve(ve));
        Path left = Files.createDirectory(node.directory().resolve("left"));
        node.thread.run("chattr", "-p", "" + id, left.toString());
        String told = RealNode.told(node.pass(node.desired(ve)));
        assertTrue(told.contains("EBUSY"), told);
        Files.delete(left);
        node.converge(ve);
    }

    @Test
    void theToolsReportWhatTheNodeReports() throws Exception {
        VeText ve = bounded("{space: 5M:10M, inodes: 200:300}");
        node.converge(ve);
        node.sh(ve, "dd if=/dev/zero of=/a bs=64k count=32; sync");
        long id = node.ve(ve).privateArea().toOptional().orElseThrow().uidBase();
        String report = node.thread.run("repquota", "-P", "-n", mountPoint().toString());
        List<String> words =
                report.lines()
                        .filter(line -> line.startsWith("#" + id + " "))
                        .map(line -> List.of(line.trim().split("\\s+")))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(report));
        assertEquals(Long.toString(held() / 1024), words.get(2));
        assertEquals(List.of("5120", "10240"), words.subList(3, 5));
        var inodes = disk().inodes().toOptional().orElseThrow();
        assertEquals(List.of(inodes.held().text(), "200", "300"), words.subList(5, 8));
    }

    @Test
    void boundsAndUseSurviveStopAndStart() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}");
        node.converge(ve);
        node.sh(ve, "dd if=/dev/zero of=/a bs=64k count=32; sync");
        node.converge(ve.with("state", "stopped"));
        assertTrue(held() > 2 * MIB);
        assertEquals("10M", disk().space().bounds().text());
        node.restartProcess();
        node.converge(ve);
        assertTrue(held() > 2 * MIB);
        assertTrue(node.sh(ve, FILL).contains(refusal()));
    }

    @Test
    void aStoppedVesBoundsAreChangedToo() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}").with("state", "stopped");
        node.converge(ve);
        node.converge(bounded("{space: 12M, inodes: 300}").with("state", "stopped"));
        assertEquals("12M", disk().space().bounds().text());
    }

    @Test
    void somebodyElsesChangeOfABoundIsPutRight() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}");
        node.converge(ve);
        long id = node.ve(ve).privateArea().toOptional().orElseThrow().uidBase();
        node.thread.run("setquota", "-P", "" + id, "0", "99999", "0", "0", mountPoint().toString());
        assertFalse(node.plan(ve).isEmpty());
        node.converge(ve);
        assertEquals("10M", disk().space().bounds().text());
    }

    @Test
    void anAreaThatLostItsProjectIdIsCountedAgain() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}");
        node.converge(ve);
        node.sh(ve, "mkdir -p /d/e; dd if=/dev/zero of=/d/e/a bs=64k count=32; sync");
        long before = held();
        Path upper = node.home.privateArea(ve.veid()).resolve("upper");
        node.thread.run(
                "sh",
                "-c",
                "find "
                        + upper
                        + " ! -type l ! -type c -exec chattr -p 0 {} +; chattr -P "
                        + upper);
        assertEquals(Optional.of("project id"), disk().drift());
        assertTrue(held() < before);
        node.converge(ve);
        assertEquals(before, held());
        assertEquals(Optional.empty(), disk().drift());
    }

    @Test
    void theNumberOfADestroyedVeIsFreeAndUnbounded() throws Exception {
        VeText ve = bounded("{space: 10M, inodes: 300}").with("deletion", "destroy");
        node.converge(ve);
        long id = node.ve(ve).privateArea().toOptional().orElseThrow().uidBase();
        node.sh(ve, "dd if=/dev/zero of=/a bs=64k count=32; sync");
        node.destroy(node.ve(ve));
        String report = node.thread.run("repquota", "-P", "-n", "-a");
        assertFalse(report.contains("#" + id + " "), report);
        node.apply(new DestroyPrivateArea(ve.veid()));
    }
}
