package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.kernel.text.MountTable;

/// The program on the running kernel, in a cgroup of its own in whatever v2 hierarchy there is.
@Tag("kernel")
class DevicesV2KernelTest {
    private static final String OPEN_ALL =
            "for d in null zero urandom kmsg; do true </dev/$d && echo $d; done; true";

    private final Syscalls syscalls = new JnrSyscalls();
    private final List<Process> processes = new ArrayList<>();
    private CgroupDirectory cgroup;
    private DevicesV2 devices;

    @TempDir Path directory;

    @BeforeEach
    void makeCgroup() throws Exception {
        CgroupDirectory root = unified();
        cgroup = root.child("vzgit-devices-" + ProcessHandle.current().pid());
        devices =
                DevicesV2.probe(syscalls, root)
                        .orElseGet(() -> Assumptions.abort("this kernel has no CONFIG_CGROUP_BPF"));
        cgroup.make();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        if (cgroup != null) {
            Removal.remove(cgroup);
        }
    }

    private static CgroupDirectory unified() throws IOException {
        String mountinfo = Files.readString(Path.of("/proc/self/mountinfo"));
        for (MountTable.Mount mount : MountTable.parse(mountinfo)) {
            if (mount.type().equals("cgroup2")) {
                return new CgroupDirectory(Path.of(mount.mountPoint()), "the test");
            }
        }
        return Assumptions.abort("this kernel has no cgroup2 mount");
    }

    @Test
    void onlyTheDevicesOfTheRulesOpen() throws Exception {
        assertEquals("null\nzero\nurandom\nkmsg\n", output(cgroup, OPEN_ALL));
        devices.prepare(cgroup);
        String output = output(cgroup, OPEN_ALL);
        assertTrue(output.startsWith("null\nzero\nurandom\n"), output);
        assertTrue(output.contains("/dev/kmsg: Operation not permitted"), output);
    }

    @Test
    void onlyTheDevicesOfTheRulesCanBeMade() throws Exception {
        devices.prepare(cgroup);
        assertEquals("made\n", output(cgroup, mknod("n1", "c 1 3")));
        assertEquals("made\n", output(cgroup, mknod("n2", "c 136 77")));
        for (String device : List.of("c 10 200", "c 1 11", "b 1 3", "b 7 0")) {
            String output = output(cgroup, mknod("refused", device));
            assertTrue(output.contains("Operation not permitted"), device + ": " + output);
        }
    }

    private String mknod(String name, String device) {
        return "mknod " + directory.resolve(name) + " " + device + " && echo made";
    }

    @Test
    void itHoldsForProcessesThatWereThereBefore() throws Exception {
        Process shell = start(cgroup, OPEN_ALL);
        devices.prepare(cgroup);
        assertTrue(finish(shell).contains("/dev/kmsg: Operation not permitted"));
    }

    @Test
    void itHoldsInCgroupsBelow() throws Exception {
        devices.prepare(cgroup);
        CgroupDirectory below = cgroup.child("below");
        below.make();
        assertTrue(output(below, OPEN_ALL).contains("/dev/kmsg: Operation not permitted"));
    }

    @Test
    void attachingTwiceLeavesOneProgram() throws Exception {
        assertFalse(devices.prepared(cgroup));
        devices.prepare(cgroup);
        List<Integer> once = attached();
        assertEquals(1, once.size());
        assertTrue(devices.prepared(cgroup));
        devices.prepare(cgroup);
        assertEquals(once, attached());
    }

    @Test
    void otherRulesTakeThePlaceOfOurs() throws Exception {
        DevicesV2 nothing = new DevicesV2(syscalls, DeviceProgram.of(List.of()));
        nothing.prepare(cgroup);
        assertFalse(output(cgroup, OPEN_ALL).contains("null\n"));
        assertFalse(devices.prepared(cgroup));
        devices.prepare(cgroup);
        assertEquals(1, attached().size());
        assertTrue(devices.prepared(cgroup));
        assertTrue(output(cgroup, OPEN_ALL).startsWith("null\n"));
    }

    @Test
    void whatSomebodyElseAttachedStaysAndOnlyTakesAway() throws Exception {
        List<DeviceRule> rules = List.of(DeviceRule.of(1, 5), DeviceRule.of(1, 11));
        BpfRequest load =
                BpfRequests.load(DeviceProgram.of(rules))
                        .bytes(48, "somebody_else\0".getBytes(StandardCharsets.US_ASCII));
        try (Fd directory = open();
                Fd program = syscalls.bpfFd(load)) {
            syscalls.bpf(BpfRequests.attach(directory, program));
        }
        devices.prepare(cgroup);
        assertEquals(2, attached().size());
        String opened = output(cgroup, OPEN_ALL);
        assertTrue(opened.contains("zero\n"), opened);
        assertFalse(opened.contains("null\n"), opened);
        assertFalse(opened.contains("kmsg\n"), opened);
    }

    @Test
    void theProgramGoesWithItsCgroup() throws Exception {
        devices.prepare(cgroup);
        int id = attached().getFirst();
        Removal.remove(cgroup);
        awaitGone(id);
        assertEquals(
                Errno.ENOENT,
                assertThrows(
                                ErrnoException.class,
                                () -> syscalls.bpfFd(BpfRequests.open(id)).close())
                        .errno());
    }

    @Test
    void theVerifiersRefusalIsReported() {
        DeviceProgram program = DeviceProgram.of(List.of());
        byte[] exitWithoutResult = {(byte) 0x95, 0, 0, 0, 0, 0, 0, 0};
        BpfRequest load = BpfRequests.load(program).memory(8, exitWithoutResult).number(4, 1);
        ErrnoException refusal =
                assertThrows(ErrnoException.class, () -> syscalls.bpfFd(load).close());
        assertEquals("bpf BPF_PROG_LOAD " + program.name() + ": EACCES", refusal.getMessage());
    }

    private Fd open() throws ErrnoException {
        return syscalls.open(cgroup.path(), Set.of(OpenFlag.RDONLY, OpenFlag.DIRECTORY));
    }

    private List<Integer> attached() throws ErrnoException {
        try (Fd directory = open()) {
            BpfRequest query = BpfRequests.query(directory);
            syscalls.bpf(query);
            return java.util.Arrays.stream(BpfRequests.ids(query)).boxed().toList();
        }
    }

    /// A cgroup's programs are freed by a worker behind its removal; ten seconds are far more than
    /// it needs.
    private void awaitGone(int id) {
        for (int i = 0; i < 1000; i++) {
            try {
                syscalls.bpfFd(BpfRequests.open(id)).close();
            } catch (ErrnoException _) {
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private String output(CgroupDirectory where, String command) throws IOException {
        return finish(start(where, command));
    }

    /// A shell that goes on when it is in the cgroup and told to.
    private Process start(CgroupDirectory where, String command) throws IOException {
        Process shell =
                new ProcessBuilder("sh", "-c", "read go; " + command)
                        .redirectErrorStream(true)
                        .start();
        processes.add(shell);
        Files.writeString(where.file("cgroup.procs"), Long.toString(shell.pid()));
        return shell;
    }

    private static String finish(Process shell) throws IOException {
        shell.outputWriter().append('\n').flush();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
