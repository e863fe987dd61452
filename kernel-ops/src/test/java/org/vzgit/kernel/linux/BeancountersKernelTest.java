package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.beancounter.Proven;
import org.vzgit.kernel.beancounter.ViewFiles;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Rlimit;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Beancounters of cgroup files and processes on the running kernel.
@Tag("kernel")
final class BeancountersKernelTest {
    private static final VeId VE = new VeId(4801);
    private static final VeId OTHER = new VeId(4802);

    @TempDir private Path directory;

    // Made before each test; nothing looks at it earlier.
    @SuppressWarnings("NullAway.Init")
    private ScratchVes ves;

    @BeforeEach
    void makeOne() throws OperationFailure {
        ves = new ScratchVes("ubc");
        ves.make(VE);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        ves.close();
        assertEquals(Set.of(), Set.copyOf(ves.tree.list()));
    }

    private void set(Beancounter resource, long bound) throws OperationFailure {
        ves.beancounters().set(VE, resource, BarrierLimit.both(UbcRow.limit(resource, bound)));
    }

    private UbcRow row(Beancounter resource) throws OperationFailure {
        return ves.row(VE, resource);
    }

    private void needs(Beancounter resource, UbcLevel level) {
        Assumptions.assumeTrue(
                ves.beancounters().levels().get(resource) == level,
                () -> "this kernel has no " + resource.key() + " at level " + level.text());
    }

    @Test
    void aForkBeyondTheBoundIsRefusedAndCounted() throws Exception {
        needs(Beancounter.NUMPROC, UbcLevel.CGROUP);
        set(Beancounter.NUMPROC, 1);
        assertEquals("", ScratchVes.finish(ves.shell(VE, "/bin/true & wait $! && echo forked")));
        assertEquals(1, row(Beancounter.NUMPROC).failcnt());
        set(Beancounter.NUMPROC, 10);
        assertEquals(
                "forked", ScratchVes.finish(ves.shell(VE, "/bin/true & wait $! && echo forked")));
        assertEquals(1, row(Beancounter.NUMPROC).failcnt());
        assertEquals(0, row(Beancounter.NUMPROC).held());
    }

    @Test
    void loweringBelowHeldKillsNothingAndRefusesTheNext() throws Exception {
        needs(Beancounter.NUMPROC, UbcLevel.CGROUP);
        assertNotEquals("", ves.fork(VE));
        long held = row(Beancounter.NUMPROC).held();
        set(Beancounter.NUMPROC, 1);
        assertEquals(held, row(Beancounter.NUMPROC).held());
        assertEquals("", ves.fork(VE));
        assertTrue(row(Beancounter.NUMPROC).failcnt() > 0);
    }

    @Test
    void countersSurviveTheAgentAndAreAnothersInTheNextLife() throws Exception {
        Process shell = waiting();
        set(Beancounter.SHMPAGES, 100);
        long most = row(Beancounter.NUMFILE).held();
        assertTrue(most >= 3, "files " + most);
        ScratchVes.finish(shell);
        ves.restartAgent();
        assertEquals(0, row(Beancounter.NUMFILE).held());
        assertEquals(most, row(Beancounter.NUMFILE).maxheld());
        assertEquals(100, row(Beancounter.SHMPAGES).limit());
        ves.beancounters().close(VE);
        ves.tree.remove(VE);
        ves.make(VE);
        assertEquals(0, row(Beancounter.NUMFILE).maxheld());
        assertEquals(UbcRow.UNLIMITED, row(Beancounter.SHMPAGES).limit());
    }

    /// A shell that has done all it does before it is told to go on.
    private Process waiting() throws Exception {
        Process shell = ves.shell(VE, "echo ready; read more");
        shell.outputWriter().append('\n').flush();
        assertEquals("ready", shell.inputReader().readLine());
        return shell;
    }

    @Test
    void privateMemoryIsTheSumOfWhatEachProcessHas() throws Exception {
        Process one = waiting();
        Process two = waiting();
        long sum = 0;
        for (Process process : java.util.List.of(one, two)) {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmData") || line.startsWith("VmStk")) {
                    sum += Long.parseLong(line.split("\\s+")[1]) / 4;
                }
            }
        }
        long seen = row(Beancounter.PRIVVMPAGES).held();
        assertTrue(Math.abs(seen - sum) <= 4, seen + " of " + sum);
    }

    @Test
    void aLoweredNumberOfFilesStopsARunningProcess() throws Exception {
        needs(Beancounter.NUMFILE, UbcLevel.PER_PROCESS);
        Process shell = ves.shell(VE, "exec 9</dev/null && echo opened");
        set(Beancounter.NUMFILE, 3);
        assertEquals(3, ves.syscalls.prlimit((int) shell.pid(), Rlimit.Kind.NOFILE).hard());
        assertEquals("", ScratchVes.finish(shell));
    }

    @Test
    void privateMemoryIsRefusedToEachProcess() throws Exception {
        needs(Beancounter.PRIVVMPAGES, UbcLevel.PER_PROCESS);
        Process shell = ves.shell(VE, "head -c 64M /dev/zero | sort | wc -c");
        set(Beancounter.PRIVVMPAGES, 4096);
        assertEquals(
                4096L * 4096, ves.syscalls.prlimit((int) shell.pid(), Rlimit.Kind.DATA).hard());
    }

    @Test
    void bothDirectionsOfTcpShareOneBoundOnV1() throws Exception {
        Optional<Path> memory = ves.tree.memory(VE, Control.CGROUP_V1);
        if (memory.isEmpty()) {
            Assumptions.abort("this kernel has no v1 memory controller");
        }
        set(Beancounter.TCPSNDBUF, 1 << 20);
        Path file = memory.get().resolve("memory.kmem.tcp.limit_in_bytes");
        assertEquals("9223372036854771712", Files.readString(file).strip());
        set(Beancounter.TCPRCVBUF, 2 << 20);
        assertEquals(Integer.toString(3 << 20), Files.readString(file).strip());
        assertEquals(1 << 20, row(Beancounter.TCPSNDBUF).limit());
    }

    @Test
    void kernelMemoryOfAVeIsCounted() throws Exception {
        needs(Beancounter.KMEMSIZE, UbcLevel.COUNTED);
        ves.fork(VE);
        // One look: what is held grows while the child begins.
        UbcRow row = row(Beancounter.KMEMSIZE);
        assertTrue(row.held() > 0);
        assertTrue(row.maxheld() >= row.held());
    }

    @Test
    void oneVeIsNotCountedForAnother() throws Exception {
        ves.make(OTHER);
        ves.fork(OTHER);
        assertEquals(0, row(Beancounter.NUMPROC).held());
        assertEquals(0, row(Beancounter.NUMFILE).held());
        assertTrue(ves.row(OTHER, Beancounter.NUMPROC).held() > 0);
    }

    @Test
    void theSelfTestKeepsWhatWorksAndLeavesNothing() throws Exception {
        Proven proven = BoundTrial.run(ves.syscalls, scratch("self"), directory);
        assertFalse(proven.refuted().contains(Beancounter.NUMPROC));
        assertFalse(proven.refuted().contains(Beancounter.PHYSPAGES));
        assertEquals(Set.of(), Set.copyOf(scratch("self").list()));
        try (var left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    /// CAP_SYS_RESOURCE is bit 24 of the effective set.
    @Test
    void limitsOfProcessesAreClaimedOnlyWhereTheyCanBeRaised() throws Exception {
        String caps =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("CapEff"))
                        .findFirst()
                        .orElseThrow()
                        .split("\\s+")[1];
        boolean raises = (Long.parseUnsignedLong(caps, 16) >> 24 & 1) == 1;
        Proven proven = BoundTrial.run(ves.syscalls, scratch("self"), directory);
        assertEquals(!raises, proven.refuted().contains(Beancounter.NUMFILE));
    }

    private static org.vzgit.kernel.cgroup.CgroupTree scratch(String name) {
        return org.vzgit.kernel.cgroup.CgroupTree.discover(
                KernelRoot.RUNNING, "vzgit-" + name + "-" + ProcessHandle.current().pid(), "");
    }

    @Test
    void whatTheSelfTestFoundHoldsForThisBootOnly() throws Exception {
        ProvenFile file = new ProvenFile(KernelRoot.RUNNING, directory.resolve("ubc/self-test"));
        assertEquals(Optional.empty(), file.read());
        Proven proven = new Proven(Set.of(Beancounter.NUMFILE));
        file.write(proven);
        assertEquals(Optional.of(proven), file.read());
        Files.writeString(directory.resolve("ubc/self-test"), "another-boot\nnumfile\n");
        assertEquals(Optional.empty(), file.read());
        Files.writeString(directory.resolve("ubc/self-test"), "");
        assertEquals(Optional.empty(), file.read());
    }

    @Test
    void aViewFileIsWrittenOverAndNeverReplaced() throws Exception {
        ViewFiles files = new ViewFiles(directory.resolve("ve"));
        files.write(VE, Map.of());
        Object inode = Files.getAttribute(files.file(VE), "unix:ino");
        long size = Files.size(files.file(VE));
        files.write(VE, Map.of(Beancounter.NUMPROC, new UbcRow(5, 6, 7, 8, 9)));
        assertEquals(inode, Files.getAttribute(files.file(VE), "unix:ino"));
        assertEquals(size, Files.size(files.file(VE)));
        assertTrue(Files.readString(files.file(VE)).contains("     4801:  kmemsize "));
        files.remove(VE);
        files.remove(VE);
        assertFalse(Files.exists(files.file(VE)));
    }
}
