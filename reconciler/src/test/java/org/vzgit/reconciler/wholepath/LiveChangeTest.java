package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Disruption;

/// Changes of a running VE that its processes do not notice.
@Tag("kernel")
class LiveChangeTest {
    private static final VeText VE = VeText.of(4201);
    private static final String NAMESERVERS =
            "{addresses: [10.101.42.1], nameservers: [10.101.0.53], searchdomains: [a.example]}";

    private RealNode node;
    private CgroupFiles files;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
        files = new CgroupFiles(node.home, VE.veid());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    @ParameterizedTest
    @EnumSource
    void aBoundIsChangedWhileTheVeRuns(LiveField field) throws Exception {
        LiveField.Expected expected = field.expected(CgroupFiles.pureV2());
        VeText before = VE.with(field.key, field.first);
        abortWhereMissing(before, expected);
        node.converge(before);
        int pid = node.pid(VE);
        String old = files.read(expected.controller(), expected.file());

        VeText after = VE.with(field.key, field.second);
        Applied applied = node.converge(after);

        String now = files.read(expected.controller(), expected.file());
        assertTrue(now.contains(expected.text()), now);
        assertTrue(field == LiveField.NODEMASK || !old.equals(now), old);
        assertEquals(pid, node.pid(VE), "the init");
        assertTrue(applied.plan().steps().stream().allMatch(LiveChangeTest::isLive));
    }

    private static boolean isLive(Step step) {
        return step.disruption() == Disruption.LIVE;
    }

    private void abortWhereMissing(VeText ve, LiveField.Expected expected) throws Exception {
        var plan = node.plan(ve);
        List<Blocked> missing = plan.blocked();
        if (!missing.isEmpty()) {
            node.converge(VE);
            boolean there =
                    Files.exists(files.path(expected.controller(), expected.file()))
                            && !expected.file().contains("throttle")
                            && !expected.file().equals("io.max");
            assertFalse(there, "refused although the kernel has " + expected.file());
            Assumptions.abort(missing.getFirst().detail());
        }
    }

    @Test
    void loweringNumprocBelowHeldKillsNothingAndRefusesTheNextFork() throws Exception {
        node.converge(VE.with("beancounters", "{numproc: 60}"));
        int pid = node.pid(VE);
        Process holder = files.counted("exec sleep 600").start();
        awaitHeld(3);
        node.converge(VE.with("beancounters", "{numproc: 1}"));
        assertEquals(pid, node.pid(VE));
        assertTrue(holder.isAlive());
        assertTrue(Integer.parseInt(files.read("pids", "pids.current")) > 1);
        Process forking = files.counted("/bin/true; true").start();
        String said = new String(forking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertNotEquals(0, forking.waitFor());
        assertTrue(said.contains("fork"), said);
        holder.destroyForcibly().onExit().join();
    }

    @Test
    void theHostNameIsChangedWhileTheVeRuns() throws Exception {
        node.converge(VE);
        int pid = node.pid(VE);
        Applied applied = node.converge(VE.with("hostname", "new.example.org"));
        assertEquals(
                List.of(new SetHostname(VE.veid(), "new.example.org")),
                applied.plan().steps().stream().map(Step::operation).toList());
        assertEquals(
                "new.example.org",
                KernelThread.Commands.output(
                                List.of("nsenter", "--uts", "--target", "" + pid, "uname", "-n"))
                        .strip());
    }

    @Test
    void addressesComeAndGoWhileTheVeRuns() throws Exception {
        node.converge(VE.with("network", "{addresses: [10.101.42.1, \"fd00:101::4201\"]}"));
        int pid = node.pid(VE);
        node.converge(VE.with("network", "{addresses: [10.101.42.2, \"fd00:101::4202\"]}"));
        String inside = node.ip(VE, "-o", "addr");
        String routes = node.thread.run("ip", "route") + node.thread.run("ip", "-6", "route");
        for (String text : List.of(inside, routes)) {
            assertTrue(text.contains("10.101.42.2") && text.contains("fd00:101::4202"), text);
            assertFalse(text.contains("10.101.42.1 "), text);
            assertFalse(text.contains("fd00:101::4201"), text);
        }
        node.converge(VE);
        assertFalse(node.thread.run("ip", "route").contains("10.101"));
        assertEquals(pid, node.pid(VE));
    }

    @Test
    void theResolverIsChangedWhileTheVeRuns() throws Exception {
        node.converge(VE.with("network", NAMESERVERS));
        int pid = node.pid(VE);
        node.converge(
                VE.with("network", NAMESERVERS.replace("0.53", "0.54").replace("a.ex", "b.ex")));
        String text = Files.readString(node.inside(VE, "etc/resolv.conf"));
        assertTrue(text.contains("nameserver 10.101.0.54\n"), text);
        assertTrue(text.contains("search b.example\n"), text);
        assertEquals(pid, node.pid(VE));
    }

    @Test
    void onlyTheChangedBoundIsSet() throws Exception {
        VeText ve = VE.with("memory", "{ram: 64M}").with("cpu", "{units: 1000}");
        node.converge(ve.with("beancounters", "{numproc: 60}"));
        Applied applied = node.converge(ve.with("beancounters", "{numproc: 61}"));
        assertEquals(1, applied.plan().steps().size());
        assertTrue(applied.plan().steps().getFirst().operation() instanceof SetResource);
    }

    @Test
    void aVeThatFillsItsNumprocIsStoppedAllTheSame() throws Exception {
        VeText ve = VE.with("beancounters", "{numproc: 30}");
        node.converge(ve);
        int pid = node.pid(ve);
        Process bomb =
                files.counted(
                                "exec nsenter --all --target "
                                        + pid
                                        + " /bin/sh -c 'i=0; while [ $i -lt 100 ]; do sleep 1000 &"
                                        + " i=$((i+1)); done'")
                        .start();
        bomb.getOutputStream().close();
        awaitRefused();
        assertNotEquals("max 0", files.read("pids", "pids.events"));
        node.converge(ve.with("state", "stopped"));
        assertFalse(Files.exists(Path.of("/proc/" + pid + "/root/etc")));
        assertNotEquals(0, bomb.waitFor());
    }

    private void awaitRefused() throws Exception {
        for (int i = 0; i < 1000 && files.read("pids", "pids.events").equals("max 0"); i++) {
            Thread.sleep(10);
        }
    }

    /// A hundred forks take far less than the ten seconds after which this gives up.
    private void awaitHeld(int numproc) throws Exception {
        for (int i = 0; i < 1000; i++) {
            if (Integer.parseInt(files.read("pids", "pids.current")) >= numproc) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("holds " + files.read("pids", "pids.current"));
    }
}
