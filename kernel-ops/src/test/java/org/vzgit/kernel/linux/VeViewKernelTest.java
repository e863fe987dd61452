package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

/// What a VE has to itself and what it sees of others: of two VEs on one template, each looks for
/// the other and for the host.
@Tag("kernel")
@TestInstance(Lifecycle.PER_CLASS)
class VeViewKernelTest {
    private static final List<String> OWN =
            List.of("net/", "kernel/", "user/", "fs/mqueue/", "fs/binfmt_misc/");

    private TestNode node;
    private VeId ve;
    private VeId sibling;

    @BeforeAll
    void startTwo() throws Exception {
        node = new TestNode();
        TemplateRef template = node.busybox();
        ve = node.start(4701, template);
        sibling = node.start(4702, template);
        EscapeProgram.build(node.upper(ve, "escape"));
        EscapeProgram.build(node.upper(sibling, "escape"));
    }

    @AfterAll
    void endThem() throws Exception {
        node.close();
    }

    @Test
    void objectsAndLocksOfOneVeAreNotThereInAnother() throws Exception {
        Process holder =
                node.kernel.start(
                        ve,
                        VeCommand.of(List.of("/escape", "hold", "/etc/group"), ExecStreams.READ));
        var said = holder.inputReader();
        for (int i = 0; i < 8; i++) {
            String line = said.readLine();
            assertTrue(line.endsWith(" done"), line);
        }
        // The same objects are found in the VE that made them, so the look is a real one.
        assertEquals(
                Set.of("done", "EAGAIN"),
                outcomes(node.run(ve, "/escape", "look", "/etc/group").output()));
        assertEquals(
                """
                shared-memory ENOENT
                semaphores ENOENT
                messages ENOENT
                queue ENOENT
                posix-shared-memory ENOENT
                socket ECONNREFUSED
                file-lock done
                record-lock done
                """,
                node.run(sibling, "/escape", "look", "/etc/group").output());
        holder.destroy();
        holder.waitFor();
    }

    private static Set<String> outcomes(String output) {
        return output.lines().map(line -> line.split(" ")[1]).collect(Collectors.toSet());
    }

    @Test
    void linksAddressesAndRoutesAreItsOwn() throws Exception {
        node.told(ve, "ip addr add 10.101.47.1/24 dev lo && ip route add 10.101.48.0/24 dev lo");
        assertTrue(node.told(ve, "ip addr; ip route").contains("10.101.48.0/24"));
        assertFalse(node.told(sibling, "ip addr; ip route").contains("10.101.4"));
        assertEquals("lo\n", node.told(sibling, "ls /sys/class/net"));
        assertEquals("", node.told(sibling, "ip -o link | grep -v ' lo: ' || true"));
    }

    @Test
    void mountsAndFilesAreItsOwn() throws Exception {
        node.told(ve, "mkdir /mine; mount -t tmpfs x /mine; echo secret >/mine/file; echo f >/own");
        assertFalse(node.told(sibling, "cat /proc/mounts").contains("/mine"));
        assertEquals("", node.told(sibling, "ls -d /mine /own 2>/dev/null || true"));
        assertFalse(
                Files.readString(Path.of("/proc/self/mountinfo")).contains(node.home + "/mine"));
    }

    /// Every entry that root inside can open for writing belongs to a namespace of the VE.
    @Test
    void writableSettingsAreThoseOfItsOwnNamespaces() throws Exception {
        List<String> writable =
                node.told(
                                ve,
                                "cd /proc/sys && find . -type f -perm -u+w | cut -c3- | while read"
                                    + " f; do (exec 3>>\"$f\") 2>/dev/null && echo \"$f\"; done;"
                                    + " true")
                        .lines()
                        .toList();
        assertTrue(writable.contains("net/ipv4/ip_forward"), writable.toString());
        assertEquals(
                List.of(),
                writable.stream()
                        .filter(name -> OWN.stream().noneMatch(name::startsWith))
                        .toList());
        Set<String> ofKernel =
                writable.stream()
                        .filter(name -> name.startsWith("kernel/"))
                        .map(name -> name.substring("kernel/".length()))
                        .collect(Collectors.toSet());
        ofKernel.removeIf(name -> name.startsWith("keys/"));
        ofKernel.removeAll(
                Set.of(
                        "domainname",
                        "hostname",
                        "msgmax",
                        "msgmnb",
                        "msgmni",
                        "msg_next_id",
                        "sem",
                        "sem_next_id",
                        "shm_next_id",
                        "shm_rmid_forced",
                        "shmall",
                        "shmmax",
                        "shmmni",
                        "auto_msgmni",
                        "ns_last_pid",
                        "pid_max"));
        assertEquals(Set.of(), ofKernel);
    }

    @Test
    void nothingInSysCanBeWritten() throws Exception {
        assertEquals(
                "",
                node.told(
                        ve,
                        "find /sys -path /sys/fs/cgroup -prune -o -type f -print | while read f;"
                                + " do (exec 3>>\"$f\") 2>/dev/null && echo \"$f\"; done; true"));
    }

    @Test
    void theNumberOfVesAndTheHostsHardwareAreNotTold() throws Exception {
        for (String file : List.of("cgroups", "cmdline", "interrupts", "partitions", "vmstat")) {
            assertEquals("", node.told(ve, "cat /proc/" + file), file);
        }
        assertEquals(
                "",
                node.told(
                                ve,
                                "ls /proc/pressure /proc/fs /proc/irq /proc/bus | grep -v :"
                                        + " || true")
                        .strip());
        assertEquals(
                "class devices fs kernel",
                node.told(ve, "ls /sys").strip().replaceAll("\\s+", " "));
        assertEquals(
                "", node.told(ve, "ls /sys/block /sys/firmware /sys/module 2>/dev/null || true"));
        String mounts = node.told(ve, "cat /proc/self/mountinfo");
        assertEquals(
                List.of(),
                mounts.lines()
                        // Its table of beancounters is a file of the node, and named as such.
                        .filter(line -> !line.contains(" /run/user_beancounters "))
                        .filter(line -> line.contains("vzgit-node") || line.contains("/dev/vda"))
                        .toList());
    }

    @Test
    void theBootIdIsItsOwnAndChangesWithEachStart() throws Exception {
        String file = "/proc/sys/kernel/random/boot_id";
        String own = node.told(ve, "cat " + file);
        assertTrue(own.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\n"), own);
        assertNotEquals(Files.readString(Path.of(file)), own);
        assertNotEquals(node.told(sibling, "cat " + file), own);
        TemplateRef template = node.busybox();
        VeId again = node.start(4703, template);
        String before = node.told(again, "cat " + file);
        node.stop(again, 0);
        node.start(again, template);
        assertNotEquals(before, node.told(again, "cat " + file));
    }

    /// No new privileges across exec means none beyond root of the VE: set-uid programs work, and
    /// what they raise to ends at the bounding set and the ids of the VE.
    @Test
    void aSetUidProgramOfTheVeRaisesToTheVesRootAndNoFurther() throws Exception {
        node.told(
                ve,
                "cp /escape /up; chmod 4755 /up; echo 'plain:x:1000:1000::/:/bin/sh'"
                        + " >>/etc/passwd");
        assertEquals("uid 0\n", node.told(ve, "chroot / su plain -s /bin/sh -c '/up whoami'"));
        String status = node.told(ve, "cat /proc/self/status");
        assertTrue(status.contains("NoNewPrivs:\t0"), status);
        assertTrue(status.contains("CapBnd:\t00000000bdecffff"), status);
        assertTrue(status.contains("CapAmb:\t0000000000000000"), status);
        assertTrue(status.contains("Seccomp:\t2"), status);
    }
}
