package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// `/proc` of a VE while lxcfs runs, and when it dies.
@Tag("kernel")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LxcfsKernelTest {
    private static final Path PROGRAM = Path.of("/usr/bin/lxcfs");

    /// lxcfs mounts within a tenth of a second.
    private static final int TRIES = 500;

    private Path mount = PROGRAM;
    private Optional<Process> lxcfs = Optional.empty();
    private TestNode node;

    private void kill() throws InterruptedException {
        if (lxcfs.isPresent()) {
            lxcfs.get().destroyForcibly().waitFor();
        }
    }

    @BeforeEach
    void serve() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no lxcfs on this machine");
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/fuse")), "no /dev/fuse here");
        node = new TestNode();
        mount = Files.createTempDirectory("vzgit-lxcfs");
        Path pid = node.home.state().resolveSibling("lxcfs.pid");
        lxcfs =
                Optional.of(
                        new ProcessBuilder(
                                        PROGRAM.toString(),
                                        "-f",
                                        "-l",
                                        "-p",
                                        pid.toString(),
                                        mount.toString())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start());
        for (int i = 0; i < TRIES && !Files.exists(mount.resolve("proc/uptime")); i++) {
            Thread.sleep(20);
        }
        Assumptions.assumeTrue(
                Files.exists(mount.resolve("proc/uptime")), "lxcfs does not start here");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        kill();
        new ProcessBuilder("umount", "-l", mount.toString()).start().waitFor();
        Files.deleteIfExists(mount);
        node.close();
    }

    @Test
    void aVeSeesItsOwnMemoryAndUptime() throws Exception {
        VeId ve = limited(4801);
        String memory = node.told(ve, "grep MemTotal /proc/meminfo");
        assertEquals(64 * 1024, Integer.parseInt(memory.replaceAll("\\D", "")), memory);
        double uptime = Double.parseDouble(node.told(ve, "cut -d' ' -f1 /proc/uptime").strip());
        String hosts = Files.readString(Path.of("/proc/uptime"));
        assertTrue(uptime < Double.parseDouble(hosts.split(" ")[0]) - 60, uptime + ", " + hosts);
        assertTrue(node.told(ve, "cat /proc/cpuinfo").contains("processor"));
        assertTrue(node.told(ve, "head -1 /proc/stat").startsWith("cpu "));
        assertEquals(0, node.sh(ve, "cat /proc/swaps /proc/diskstats /proc/loadavg").code());
        assertNotEquals(0, node.sh(ve, "umount /proc/meminfo").code());
    }

    @Test
    void whenTheDaemonDiesNothingHangsAndTheNextVeStartsWithout() throws Exception {
        VeId ve = limited(4802);
        kill();
        assertNotEquals(0, node.sh(ve, "cat /proc/meminfo").code());
        assertEquals("alive\n", node.told(ve, "echo alive"));
        assertTrue(node.runs(ve));
        node.stop(ve, 20);
        VeId next = limited(4803);
        assertTrue(node.told(next, "cat /proc/meminfo").contains("MemTotal"));
        assertEquals("", node.told(next, "cat /proc/swaps"));
    }

    private VeId limited(int number) throws Exception {
        TemplateRef template = node.busybox();
        VeId ve = node.create(number, template);
        node.kernel.apply(new CreateCgroup(ve));
        node.kernel.apply(new SetResource(ve, Resource.PHYSPAGES, Limit.of(new Pages(16_384))));
        node.start(ve, template);
        return ve;
    }
}
