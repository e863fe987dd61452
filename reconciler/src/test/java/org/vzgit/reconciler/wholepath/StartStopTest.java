package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Reading;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.schema.document.SourceFile;

/// From documents to running VEs and back.
@Tag("kernel")
class StartStopTest {
    private static final VeText WEB =
            VeText.of(4101)
                    .with("hostname", "web.example.org")
                    .with(
                            "network",
                            "{addresses: [10.101.41.1, \"fd00:101::4101\"], nameservers:"
                                    + " [10.101.0.53], searchdomains: [example.org]}")
                    .with("memory", "{ram: 64M, swap: 32M}")
                    .with("beancounters", "{numproc: 60}");
    private static final VeText OTHER = VeText.of(4102);

    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    @Test
    void aDocumentBecomesARunningVe() throws Exception {
        node.converge(WEB);
        int pid = node.pid(WEB);
        assertEquals(
                "web.example.org",
                KernelThread.Commands.output(
                                List.of("nsenter", "--uts", "--target", "" + pid, "uname", "-n"))
                        .strip());
        assertTrue(
                Files.readString(Path.of("/proc/" + pid + "/status"))
                        .matches("(?s).*\\nNSpid:\\t" + pid + "\\t1\\n.*"),
                "pid 1");
        assertEquals(
                "nameserver 10.101.0.53\nsearch example.org\n".lines().sorted().toList(),
                Files.readString(node.inside(WEB, "etc/resolv.conf"))
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .sorted()
                        .toList());
    }

    @Test
    void rootInsideIsNobodyOutside() throws Exception {
        node.converge(WEB, OTHER);
        String first = Files.readString(Path.of("/proc/" + node.pid(WEB) + "/uid_map")).strip();
        String second = Files.readString(Path.of("/proc/" + node.pid(OTHER) + "/uid_map")).strip();
        assertTrue(first.matches("0 +[1-9][0-9]{8,} +65536"), first);
        assertNotEquals(first, second);
    }

    @Test
    void addressesAreOnTheLinkAndRoutedToIt() throws Exception {
        node.converge(WEB);
        String inside = node.ip(WEB, "-o", "addr", "show", "dev", "eth0");
        assertTrue(inside.contains(" 10.101.41.1/32 "), inside);
        assertTrue(inside.contains(" fd00:101::4101/128 "), inside);
        assertTrue(node.thread.run("ip", "route").contains("10.101.41.1 dev ve4101"));
        assertTrue(node.thread.run("ip", "-6", "route").contains("fd00:101::4101 dev ve4101"));
        node.thread.run("busybox", "ping", "-c", "1", "-W", "3", "10.101.41.1");
        node.thread.run("busybox", "ping", "-c", "1", "-W", "3", "fd00:101::4101");
    }

    @Test
    void aStoppedVeKeepsItsFilesForItsNextStart() throws Exception {
        node.converge(WEB);
        Files.writeString(node.inside(WEB, "root/kept"), "kept");
        node.converge(WEB.with("state", "stopped"));
        assertEquals(Reading.absent(), node.ve(WEB).init());
        assertTrue(Files.exists(node.home.privateArea(WEB.veid()).resolve("upper/root/kept")));
        node.converge(WEB);
        assertEquals("kept", Files.readString(node.inside(WEB, "root/kept")));
    }

    @Test
    void aRemovedDocumentStopsTheVeAndKeepsTheArea() throws Exception {
        node.converge(WEB, OTHER);
        node.converge(OTHER);
        assertEquals(Reading.absent(), node.ve(WEB).init());
        assertEquals(Reading.absent(), node.ve(WEB).cgroup());
        assertTrue(Files.exists(node.home.privateArea(WEB.veid())));
    }

    @Test
    void aRemovedDocumentThatReleasedTheAreaDeletesIt() throws Exception {
        node.converge(WEB.with("deletion", "destroy"), OTHER);
        node.converge(OTHER);
        assertFalse(Files.exists(node.home.privateArea(WEB.veid())));
        assertFalse(node.observe().ves().containsKey(WEB.veid()));
    }

    @Test
    void theMarkDecidesAndNotTheLastDocument() throws Exception {
        node.converge(WEB.with("deletion", "destroy"), OTHER);
        node.converge(WEB.with("deletion", "retain"), OTHER);
        node.converge(OTHER);
        assertTrue(Files.exists(node.home.privateArea(WEB.veid())));
    }

    @Test
    void anEmptyDesiredStateStopsNothing() throws Exception {
        node.converge(WEB);
        int pid = node.pid(WEB);
        var applied = node.pass(node.desired());
        assertEquals(
                List.of(Blocked.Reason.PROTECTED),
                applied.remaining().blocked().stream().map(Blocked::reason).toList());
        assertEquals(pid, node.pid(WEB));
    }

    @Test
    void moreRemovalsThanTheBudgetStopNothing() throws Exception {
        VeText third = VeText.of(4103);
        node.removalBudget(1);
        node.converge(WEB, OTHER, third);
        assertEquals(List.of(), node.pass(node.desired(third)).plan().steps());
        assertTrue(node.pid(WEB) > 0 && node.pid(OTHER) > 0);
        node.converge(OTHER, third);
        assertEquals(Reading.absent(), node.ve(WEB).init());
    }

    @Test
    void aBrokenFileFreezesItsOwnVeOnly() throws Exception {
        node.converge(WEB, OTHER);
        int pid = node.pid(WEB);
        SourceFile broken =
                new SourceFile(
                        WEB.file().path(), WEB.file().text().replace("numproc: 60", "numproc: -6"));
        VeText changed = OTHER.with("hostname", "other.example.org");
        var desired = node.desired(List.of(broken, changed.file()));
        assertTrue(desired.hasErrors());
        node.pass(desired);
        assertEquals(pid, node.pid(WEB));
        assertEquals(Reading.present("other.example.org"), node.init(OTHER).hostname());
        assertEquals(List.of(), node.plan(WEB, changed).steps());
    }
}
