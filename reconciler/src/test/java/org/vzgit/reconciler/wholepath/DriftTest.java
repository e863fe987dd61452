package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Count;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// What somebody does to a VE by hand is undone by the next pass, and nothing else is touched.
@Tag("kernel")
class DriftTest {
    private static final VeText VE =
            VeText.of(4301)
                    .with("beancounters", "{numproc: 60}")
                    .with(
                            "network",
                            "{addresses: [10.101.43.1, 10.101.43.2, \"fd00:101::4301\"],"
                                    + " nameservers: [10.101.0.53]}");
    private static final VeText NEIGHBOUR = VeText.of(4302);

    private RealNode node;
    private int pid;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
        node.converge(VE, NEIGHBOUR);
        pid = node.pid(VE);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private List<Operation> healed() throws Exception {
        int neighbour = node.pid(NEIGHBOUR);
        Applied applied = node.converge(VE, NEIGHBOUR);
        assertEquals(neighbour, node.pid(NEIGHBOUR));
        return applied.plan().steps().stream().map(Step::operation).toList();
    }

    @Test
    void anotherLimitIsSetBack() throws Exception {
        CgroupFiles files = new CgroupFiles(node.home, VE.veid());
        files.write("pids", "pids.max", "61");
        assertEquals(
                List.of(new SetResource(VE.veid(), Resource.NUMPROC, Limit.of(new Count(60)))),
                healed());
        assertEquals("60", files.read("pids", "pids.max"));
        assertEquals(pid, node.pid(VE));
    }

    @Test
    void aKilledInitIsStartedAgain() throws Exception {
        KernelThread.Commands.output(List.of("sh", "-c", "kill -9 " + pid));
        awaitEnd();
        Files.createDirectories(node.home.state());
        List<String> steps = names(healed());
        assertTrue(
                steps.containsAll(List.of("Launch", "AttachNetwork", "ReleaseInit")), "" + steps);
        assertTrue(
                Stream.of("CreatePrivateArea", "SetResource", "StopVe", "BuildTemplate")
                        .noneMatch(steps::contains),
                "" + steps);
        assertNotEquals(pid, node.pid(VE));
    }

    /// The VE's owner may, and the desired state decides what follows.
    @Test
    void aVeThatIsHaltedOrRebootedFromInsideIsStartedAgain() throws Exception {
        for (String how : List.of("poweroff", "reboot")) {
            pid = node.pid(VE);
            new ProcessBuilder("nsenter", "--target", "" + pid, "--all", "/bin/busybox", how, "-f")
                    .start()
                    .waitFor();
            awaitEnd();
            assertTrue(names(healed()).contains("Launch"), how);
            assertNotEquals(pid, node.pid(VE));
        }
    }

    @Test
    void aVeThatIsToBeDownStaysDownAfterItHalted() throws Exception {
        VeText stopped = VE.with("state", "stopped");
        new ProcessBuilder(
                        "nsenter", "--target", "" + pid, "--all", "/bin/busybox", "poweroff", "-f")
                .start()
                .waitFor();
        awaitEnd();
        node.converge(stopped, NEIGHBOUR);
        assertTrue(node.ve(VE).init().toOptional().isEmpty());
    }

    /// The kernel ends a VE's other processes after its init; a second is far more than that takes.
    private void awaitEnd() throws Exception {
        CgroupFiles files = new CgroupFiles(node.home, VE.veid());
        for (int i = 0; i < 100 && !files.read("pids", "cgroup.procs").isEmpty(); i++) {
            Thread.sleep(10);
        }
    }

    @Test
    void aDeletedLinkIsMadeAgain() throws Exception {
        node.thread.run("ip", "link", "delete", "ve4301");
        assertEquals(
                List.of("AddAddress", "AddAddress", "AddAddress", "AttachNetwork"),
                names(healed()));
        assertEquals(pid, node.pid(VE));
        node.thread.run("busybox", "ping", "-c", "1", "-W", "3", "10.101.43.1");
    }

    @Test
    void aRemovedAddressComesBack() throws Exception {
        node.ip(VE, "addr", "delete", "10.101.43.2/32", "dev", "eth0");
        assertEquals(List.of(new AddAddress(VE.veid(), IpAddress.parse("10.101.43.2"))), healed());
        assertEquals(pid, node.pid(VE));
    }

    /// With a link's last IPv4 address the kernel takes all its IPv4 routes away (fib_disable_ip in
    /// net/ipv4/fib_frontend.c), so more has to be healed than was deleted.
    @Test
    void theDefaultRouteThatWentWithTheLastAddressComesBack() throws Exception {
        node.ip(VE, "-4", "addr", "flush", "dev", "eth0");
        healed();
        assertTrue(node.ip(VE, "route").contains("default via 169.254.1.1"));
        node.thread.run("busybox", "ping", "-c", "1", "-W", "3", "10.101.43.1");
        assertEquals(pid, node.pid(VE));
    }

    @Test
    void aRemovedRouteComesBack() throws Exception {
        node.thread.run("ip", "-6", "route", "delete", "fd00:101::4301/128");
        assertEquals(
                List.of(new AddAddress(VE.veid(), IpAddress.parse("fd00:101::4301"))), healed());
        node.thread.run("busybox", "ping", "-c", "1", "-W", "3", "fd00:101::4301");
    }

    @Test
    void aDeletedSourceFilterIsBackBeforeTheVeIsTrustedAgain() throws Exception {
        node.thread.run("tc", "filter", "delete", "dev", "ve4301", "ingress");
        assertEquals(
                List.of("AddAddress", "AddAddress", "AddAddress", "AttachNetwork"),
                names(healed()));
        assertEquals(pid, node.pid(VE));
        node.thread.run("busybox", "ping", "-c", "1", "-W", "3", "10.101.43.1");
    }

    @Test
    void anAddressThatNobodyGaveIsTakenAway() throws Exception {
        node.ip(VE, "addr", "add", "10.101.43.9/32", "dev", "eth0");
        assertEquals(
                List.of(new RemoveAddress(VE.veid(), IpAddress.parse("10.101.43.9"))), healed());
    }

    @Test
    void anotherHostNameIsSetBack() throws Exception {
        KernelThread.Commands.output(
                List.of("nsenter", "--uts", "--target", "" + pid, "hostname", "other"));
        assertEquals(List.of(new SetHostname(VE.veid(), "ve4301")), healed());
    }

    @Test
    void anotherResolverIsWrittenBack() throws Exception {
        Path file = node.inside(VE, "etc/resolv.conf");
        Files.writeString(file, "nameserver 192.0.2.1\n");
        List<Operation> steps = healed();
        assertEquals(List.of("WriteResolver"), names(steps));
        assertTrue(steps.getFirst() instanceof WriteResolver);
        assertTrue(Files.readString(node.inside(VE, "etc/resolv.conf")).contains("10.101.0.53"));
    }

    private static List<String> names(List<Operation> steps) {
        return steps.stream().map(step -> step.getClass().getSimpleName()).sorted().toList();
    }
}
