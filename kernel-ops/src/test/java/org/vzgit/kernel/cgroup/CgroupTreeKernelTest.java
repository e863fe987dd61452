package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// The contract on the running kernel, and what a recording cannot show: making, removing,
/// refusing.
@Tag("kernel")
class CgroupTreeKernelTest extends CgroupTreeContract {
    private static final long HELD_BYTES = 48L << 20;

    private final List<Process> processes = new ArrayList<>();
    private CgroupTree tree;

    @BeforeEach
    void makeBoundedAndUntouched() throws OperationFailure, IOException {
        tree =
                CgroupTree.discover(
                        KernelRoot.RUNNING,
                        "vzgit-test-" + ProcessHandle.current().pid(),
                        disk(),
                        new JnrSyscalls());
        tree.create(BOUNDED);
        tree.create(UNTOUCHED);
        for (Map.Entry<Resource, Limit> bound : BOUNDS.entrySet()) {
            if (bounded().contains(bound.getKey())) {
                tree.set(BOUNDED, bound.getKey(), bound.getValue());
            }
        }
        processes.add(start(BOUNDED, "exec sleep 600"));
        processes.add(start(BOUNDED, "exec sleep 600"));
    }

    @AfterEach
    void leaveNothing() throws OperationFailure, InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        for (VeId veid : tree.list()) {
            tree.remove(veid);
        }
        assertTrue(tree.list().isEmpty());
        for (Path procs : tree.procsFiles(BOUNDED)) {
            assertFalse(Files.exists(parent(parent(procs))), "the parent cgroup stayed");
        }
    }

    @Override
    CgroupTree tree() {
        return tree;
    }

    @Override
    List<String> masks() {
        return Runtime.getRuntime().availableProcessors() > 1
                ? List.of("0", "1", "0-1")
                : List.of("0");
    }

    @Override
    List<Integer> running() {
        return processes.stream().map(process -> (int) process.pid()).sorted().toList();
    }

    /// A shell that waits until it is in all cgroups of a VE before it goes on.
    private Process start(VeId veid, String command) throws IOException {
        Process shell =
                new ProcessBuilder("sh", "-c", "read go; " + command)
                        .redirectErrorStream(true)
                        .start();
        for (Path procs : tree.procsFiles(veid)) {
            Files.writeString(procs, Long.toString(shell.pid()));
        }
        shell.outputWriter().append('\n').flush();
        return shell;
    }

    /// The first disk with media; empty when the machine has none.
    private static String disk() throws IOException {
        try (var disks = Files.list(Path.of("/sys/block"))) {
            for (Path disk : disks.sorted().toList()) {
                boolean media = !Files.readString(disk.resolve("size")).strip().equals("0");
                if (media && !disk.getFileName().toString().contains("ram")) {
                    return Files.readString(disk.resolve("dev")).strip();
                }
            }
        }
        return "";
    }

    @Test
    void makingAVeAgainChangesNothing() throws OperationFailure {
        tree.create(BOUNDED);
        assertBoundsShown();
        assertEquals(running(), tree.processes(BOUNDED));
    }

    @Test
    void aHalfMadeVeIsFinished() throws OperationFailure, IOException {
        VeId veid = new VeId(103);
        tree.create(veid);
        Path removed = parent(tree.procsFiles(veid).getFirst());
        Files.delete(removed);
        if (tree.procsFiles(veid).size() > 1) {
            assertFalse(observed(veid).complete());
        }
        tree.create(veid);
        assertTrue(observed(veid).complete());
    }

    @Test
    void loweringMemoryBelowHeldKillsNothing() throws OperationFailure, IOException {
        Process holder = start(UNTOUCHED, "exec dd if=/dev/zero bs=" + HELD_BYTES + " count=1");
        processes.add(holder);
        awaitHeld();
        Limit before = Limit.of(new Pages(100_000));
        tree.set(UNTOUCHED, Resource.PHYSPAGES, before);
        tree.set(UNTOUCHED, Resource.SWAPPAGES, Limit.of(new Pages(0)));
        var failure =
                assertThrows(
                        OperationFailure.class,
                        () -> tree.set(UNTOUCHED, Resource.PHYSPAGES, Limit.of(new Pages(1000))));
        assertEquals(FailureKind.BUSY, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage()).contains(" to 4096000: EBUSY"),
                failure.getMessage());
        assertTrue(holder.isAlive());
        assertEquals(Reading.present(before), usage(UNTOUCHED, Resource.PHYSPAGES).limit());
        assertEquals(
                Reading.present(Limit.of(new Pages(0))),
                usage(UNTOUCHED, Resource.SWAPPAGES).limit());
        assertTrue(held() >= HELD_BYTES / Pages.SIZE_BYTES);
    }

    @Test
    void loweringMemoryTakesBackThePageCache() throws Exception {
        Path file = Files.createTempFile("vzgit-cache", "");
        try {
            if (Files.getFileStore(file).type().equals("tmpfs")) {
                Assumptions.abort("this node has no disk for temporary files, so no page cache");
            }
            Process writer =
                    start(UNTOUCHED, "dd if=/dev/zero of=" + file + " bs=1M count=32 conv=fsync");
            assertEquals(0, writer.waitFor());
            tree.set(UNTOUCHED, Resource.PHYSPAGES, Limit.of(new Pages(2048)));
            assertTrue(held() <= 2048, "held " + held());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void loweringNumprocBelowHeldKillsNothing() throws OperationFailure {
        tree.set(BOUNDED, Resource.NUMPROC, Limit.of(new Count(1)));
        assertTrue(processes.stream().allMatch(Process::isAlive));
        assertEquals(
                Reading.present(new Count(processes.size())),
                usage(BOUNDED, Resource.NUMPROC).held());
    }

    @Test
    void aForkAboveNumprocFailsAndIsCounted() throws Exception {
        tree.set(UNTOUCHED, Resource.NUMPROC, Limit.of(new Count(1)));
        Process shell = start(UNTOUCHED, "/bin/true; true");
        shell.waitFor();
        assertEquals(Reading.present(1L), usage(UNTOUCHED, Resource.NUMPROC).failcnt());
    }

    @Test
    void whatSomebodyElseWroteIsSeen() throws Exception {
        for (Path procs : tree.procsFiles(BOUNDED)) {
            Path max = procs.resolveSibling("pids.max");
            if (Files.exists(max)) {
                Files.writeString(max, "77");
            }
        }
        assertEquals(
                Reading.present(Limit.of(new Count(77))), usage(BOUNDED, Resource.NUMPROC).limit());
    }

    @Test
    void whatWasPreparedForNoVeIsTakenBackAndWhatHasOneStays() throws Exception {
        tree.tidy();
        assertEquals(Set.of(BOUNDED, UNTOUCHED), tree.list());
        CgroupTree empty =
                CgroupTree.discover(
                        KernelRoot.RUNNING,
                        "vzgit-test-empty-" + ProcessHandle.current().pid(),
                        "",
                        new JnrSyscalls());
        Path first = parent(empty.first(BOUNDED));
        empty.prepare();
        assertTrue(Files.exists(first));
        empty.tidy();
        empty.tidy();
        for (Path cgroup : empty.directories(BOUNDED)) {
            assertFalse(Files.exists(parent(cgroup)), cgroup.toString());
        }
    }

    @Test
    void aVeWithProcessesIsNotRemoved() {
        var failure = assertThrows(OperationFailure.class, () -> tree.remove(BOUNDED));
        assertEquals(FailureKind.BUSY, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).endsWith(": EBUSY"), failure.getMessage());
        assertTrue(processes.stream().allMatch(Process::isAlive));
    }

    @Test
    void whatTheVeMadeBelowItsCgroupGoesWithIt() throws Exception {
        for (Path procs : tree.procsFiles(UNTOUCHED)) {
            Files.createDirectories(procs.resolveSibling("a").resolve("b"));
        }
        tree.remove(UNTOUCHED);
        assertEquals(Reading.absent(), tree.observe(UNTOUCHED));
        tree.remove(UNTOUCHED);
    }

    @Test
    void onlyTheVesPartOfTheUnifiedHierarchyIsItsOwn() throws Exception {
        long uid = 1L << 31;
        tree.delegate(BOUNDED, uid);
        Path cgroup = unified();
        for (String file :
                List.of("", "cgroup.procs", "cgroup.subtree_control", "cgroup.threads")) {
            assertEquals(uid, owner(cgroup.resolve(file)), file);
        }
        assertEquals(0, owner(cgroup.resolve("cgroup.max.descendants")));
        assertEquals("10000", Files.readString(cgroup.resolve("cgroup.max.descendants")).strip());
    }

    /// As systemd leaves its part when it reboots.
    @Test
    void cgroupsAndControllersOfAnEarlierInitGoBeforeTheNext() throws Exception {
        Path cgroup = unified(UNTOUCHED);
        Files.createDirectories(cgroup.resolve("system.slice/ssh.service"));
        boolean gives = !Files.readString(cgroup.resolve("cgroup.controllers")).isBlank();
        if (gives) {
            Files.writeString(cgroup.resolve("cgroup.subtree_control"), "+pids +memory");
        }
        tree.delegate(UNTOUCHED, 1L << 31);
        assertFalse(Files.exists(cgroup.resolve("system.slice")));
        assertEquals("", Files.readString(cgroup.resolve("cgroup.subtree_control")).strip());
        processes.add(start(UNTOUCHED, "exec sleep 600"));
        assertEquals(1, tree.processes(UNTOUCHED).size());
    }

    private Path unified() {
        return unified(BOUNDED);
    }

    private Path unified(VeId veid) {
        for (Path procs : tree.procsFiles(veid)) {
            Path cgroup = parent(procs);
            if (Files.exists(cgroup.resolve("cgroup.subtree_control"))) {
                return cgroup;
            }
        }
        return Assumptions.abort("this kernel has no cgroup2 mount");
    }

    private static long owner(Path path) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid"));
    }

    @Test
    void aVeOpensTheDevicesOfItsListOnly() throws Exception {
        CgroupDirectory root = new CgroupDirectory(Path.of("/sys/fs/cgroup"), "the node");
        if (!root.has("devices") && DevicesV2.probe(new JnrSyscalls(), root).isEmpty()) {
            Assumptions.abort("this kernel has no device control");
        }
        Process shell =
                start(
                        UNTOUCHED,
                        "for d in null zero urandom kmsg; do true </dev/$d && echo $d; done; true");
        String opened =
                new String(
                        shell.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(opened.contains("null\nzero\nurandom\n"), opened);
        assertTrue(opened.contains("Operation not permitted"), opened);
    }

    @Test
    void manyVesAreMadeAndRemovedAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> rounds = new ArrayList<>();
            for (int veid = 201; veid < 217; veid++) {
                rounds.add(threads.submit(makeAndRemove(new VeId(veid))));
            }
            for (Future<Boolean> round : rounds) {
                assertTrue(round.get());
            }
        }
    }

    private Callable<Boolean> makeAndRemove(VeId veid) {
        return () -> {
            tree.create(veid);
            boolean complete = observed(veid).complete();
            tree.remove(veid);
            return complete;
        };
    }

    @Test
    void everyControlIsOfTheHierarchyThatHasIt() {
        boolean v1 = Files.exists(Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
        assertEquals(
                v1 ? Control.CGROUP_V1 : Control.CGROUP_V2,
                tree.controls().get(Resource.PHYSPAGES));
    }

    /// Until the holder has touched what it holds; ten seconds are far more than a page fault
    /// needs.
    private void awaitHeld() {
        for (int i = 0; i < 1000 && held() < HELD_BYTES / Pages.SIZE_BYTES; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    private long held() {
        return usage(UNTOUCHED, Resource.PHYSPAGES).held()
                                instanceof Reading.Present<Amount>(Amount held)
                        && held instanceof Pages(long pages)
                ? pages
                : -1;
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }
}
