package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.vzgit.kernel.state.Reading;

/// What root inside a running VE sees and may do.
@Tag("kernel")
@TestInstance(Lifecycle.PER_CLASS)
class IsolationKernelTest {
    private TestVe ve;
    private int init;
    private Path output = Path.of("/dev/null");

    @BeforeAll
    void startVe() throws Exception {
        ve = new TestVe("cp /proc/self/status /tmp/status; echo >/tmp/marker");
        output = Files.createTempFile("vzgit", ".out");
        init = ve.start();
        ve.awaitFile("tmp/marker");
    }

    @AfterAll
    void endVe() throws Exception {
        ve.close();
        Files.delete(output);
    }

    @Test
    void processesAreItsOwnFromOneOn() throws Exception {
        String list = inside("ps -o pid,args");
        assertTrue(list.contains("    1 init"), list);
        assertFalse(list.contains("java"), list);
        assertEquals("1\n", inside("test -e /proc/1 && ls -d /proc/1 | wc -l"));
        long self = ProcessHandle.current().pid();
        assertEquals("gone\n", inside("kill -0 " + self + " 2>/dev/null || echo gone"));
    }

    @Test
    void rootInsideIsTheBaseOutside() throws Exception {
        assertEquals("0\n", inside("id -u"));
        assertEquals(
                (int) TestVe.UID_BASE, Files.getAttribute(Path.of("/proc/" + init), "unix:uid"));
        inside("touch /tmp/mine");
        assertEquals((int) TestVe.UID_BASE, Files.getAttribute(ve.upper("tmp/mine"), "unix:uid"));
    }

    @Test
    void theTemplatesFilesBelongToRootInside() throws Exception {
        assertTrue(inside("ls -ln /bin/busybox").contains(" 0        0 "));
    }

    @Test
    void theHostNameIsItsOwn() throws Exception {
        String before = Files.readString(Path.of("/proc/sys/kernel/hostname"));
        ve.processes().setHostname(init, "renamed.example.org");
        assertEquals("renamed.example.org\n", inside("hostname"));
        assertEquals(Reading.present("renamed.example.org"), ve.observed().hostname());
        assertEquals(before, Files.readString(Path.of("/proc/sys/kernel/hostname")));
        ve.processes().setHostname(init, "ve101");
    }

    @Test
    void theCgroupRootIsItsOwn() throws Exception {
        List<String> lines = inside("cat /proc/1/cgroup").lines().toList();
        assertFalse(lines.isEmpty());
        assertTrue(lines.stream().allMatch(line -> line.endsWith(":/")), lines.toString());
        assertFalse(inside("ls /sys/fs/cgroup").contains("vzgit"));
    }

    @Test
    void deviceNodesCannotBeMade() throws Exception {
        String disk = inside("mknod /tmp/disk b 254 0");
        assertTrue(disk.contains("not permitted"), disk);
        String memory = inside("mknod /tmp/mem c 1 1");
        assertTrue(memory.contains("not permitted"), memory);
    }

    @Test
    void theDevicesItHasWork() throws Exception {
        assertEquals("4\n", inside("head -c 4 /dev/zero | wc -c"));
        assertEquals("16\n", inside("head -c 16 /dev/urandom | wc -c"));
        assertEquals("0\n", inside("cat /dev/null | wc -c"));
        assertTrue(inside("echo x >/dev/full || true").contains("No space left"));
    }

    @Test
    void fileSystemsOfTheHostCannotBeMounted() throws Exception {
        inside("mkdir -p /own");
        assertNotEquals(0, code("mount -t devtmpfs x /own"), "devtmpfs");
        assertNotEquals(0, code("mount -t debugfs x /own"), "debugfs");
        assertNotEquals(0, code("mount -t securityfs x /own"), "securityfs");
        assertNotEquals(0, code("mount -t ext4 /dev/vda /own"), "a disk");
        assertEquals(0, code("mount -t tmpfs x /own && umount /own"), "a tmpfs of its own");
    }

    @Test
    void aCgroupHierarchyShowsItsOwnPartOnlyAndTakesNoLimit() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/sys/fs/cgroup/pids/cgroup.procs")), "no v1 pids hierarchy");
        // A cgroup namespace may mount a v1 hierarchy; what is in it belongs to the host's root.
        assertEquals(0, code("mkdir -p /pids && mount -t cgroup -o pids x /pids"));
        assertFalse(inside("ls /pids").contains("vzgit"));
        assertNotEquals(0, code("echo 7 >/pids/pids.max"));
        assertNotEquals(0, code("mkdir /pids/deeper"));
        assertEquals(0, code("umount /pids"));
    }

    @Test
    void settingsOfTheWholeMachineCannotBeWritten() throws Exception {
        for (String setting : List.of("kernel/pid_max", "vm/swappiness", "kernel/core_pattern")) {
            Path path = Path.of("/proc/sys").resolve(setting);
            String before = Files.readString(path);
            assertNotEquals(0, code("echo 1 >/proc/sys/" + setting), setting);
            assertEquals(before, Files.readString(path));
        }
    }

    @Test
    void settingsOfItsOwnNetworkCanBeWritten() throws Exception {
        assertEquals(
                "1\n",
                inside("echo 1 >/proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward"));
    }

    @Test
    void filesOfTheWholeMachineAreMasked() throws Exception {
        assertEquals("0\n", inside("cat /proc/timer_list | wc -c"));
        assertEquals("0\n", inside("cat /proc/keys | wc -c"));
        assertNotEquals(0, code("echo h >/proc/sysrq-trigger-none"));
    }

    @Test
    void theLoopbackLinkIsUp() throws Exception {
        assertTrue(inside("ip link show lo").contains("LOOPBACK,UP"));
    }

    @Test
    void theBoundingSetIsOpenVzs() throws Exception {
        String bounding = capability(Files.readString(ve.upper("tmp/status")), "CapBnd");
        // cap.c's default set with sys_admin and net_admin, as capability.h numbers them.
        assertEquals("00000000bdecffff", bounding);
        assertEquals(bounding, capability(inside("cat /proc/self/status"), "CapBnd"));
        assertEquals("0000000000000000", capability(inside("cat /proc/self/status"), "CapAmb"));
    }

    @Test
    void aFilterIsInstalledAndSetUidProgramsStillWork() throws Exception {
        String status = inside("cat /proc/self/status");
        assertEquals("2", capability(status, "Seccomp"));
        assertEquals("0", capability(status, "NoNewPrivs"));
    }

    private static String capability(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private String inside(String script) throws Exception {
        code(script);
        return Files.readString(output);
    }

    private int code(String script) throws Exception {
        ExecStreams streams =
                new ExecStreams(
                        Redirect.from(Path.of("/dev/null").toFile()),
                        Redirect.to(output.toFile()),
                        Redirect.DISCARD);
        VeCommand command = VeCommand.of(List.of("sh", "-c", "exec 2>&1; " + script), streams);
        return ve.processes().execute(init, command, ve.procsFiles());
    }
}
