package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.DesiredState;

/// The process ends before each operation of a plan, one after the other; the next process goes on.
@Tag("kernel")
class CrashTest {
    /// More operations than any plan here has.
    private static final int OPERATIONS_MAX = 60;

    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private static VeText ve(int number) {
        return VeText.of(4400 + number)
                .with("beancounters", "{numproc: 60}")
                .with("memory", "{ram: 64M}")
                .with("network", "{addresses: [10.101.44." + (number + 1) + "]}");
    }

    /// @return whether the plan was done before the crash
    private boolean crash(DesiredState desired, int lives) throws Exception {
        AtomicReference<DyingKernel> dying = new AtomicReference<>();
        node.wrapped(kernel -> {
            DyingKernel wrapped = new DyingKernel(kernel, lives);
            dying.set(wrapped);
            return wrapped;
        });
        node.pass(desired);
        node.restartProcess();
        return dying.get().survived();
    }

    @Test
    void aStartThatWasInterruptedAnywhereIsFinished() throws Exception {
        List<VeText> ves = new ArrayList<>();
        boolean survived = false;
        for (int lives = 0; !survived; lives++) {
            assertTrue(lives < OPERATIONS_MAX);
            ves.add(ve(lives));
            DesiredState desired = node.desired(ves.toArray(VeText[]::new));
            survived = crash(desired, lives);
            assertBounded(ves.getLast());
            node.converge(desired);
            assertBounded(ves.getLast());
            node.init(ves.getLast());
        }
        assertTrue(ves.size() > 8, "crashed " + ves.size() + " times");
    }

    /// Whatever runs has its bounds.
    private void assertBounded(VeText ve) throws Exception {
        CgroupFiles files = new CgroupFiles(node.home, ve.veid());
        if (Files.exists(files.path("pids", "cgroup.procs"))
                && !files.read("pids", "cgroup.procs").isEmpty()) {
            assertEquals("60", files.read("pids", "pids.max"));
            assertEquals(
                    "" + (64 << 20),
                    CgroupFiles.pureV2()
                            ? files.read("memory", "memory.max")
                            : files.read("memory", "memory.limit_in_bytes"));
        }
    }

    @Test
    void aChangeThatWasInterruptedAnywhereIsFinished() throws Exception {
        VeText one = ve(0);
        VeText other =
                one.with("beancounters", "{numproc: 70}")
                        .with("memory", "{ram: 96M, swap: 32M}")
                        .with("cpu", "{units: 2000}")
                        .with("hostname", "other")
                        .with("network", "{addresses: [10.101.44.2], nameservers: [10.101.0.53]}");
        node.converge(one);
        int pid = node.pid(one);
        boolean survived = false;
        for (int lives = 0; !survived; lives++) {
            assertTrue(lives < OPERATIONS_MAX);
            DesiredState desired = node.desired(lives % 2 == 0 ? other : one);
            survived = crash(desired, lives);
            node.converge(desired);
            assertEquals(pid, node.pid(one));
        }
    }

    @Test
    void aStopThatWasInterruptedAnywhereIsFinished() throws Exception {
        VeText ve = ve(0).with("stopTimeout", "0");
        boolean survived = false;
        for (int lives = 0; !survived; lives++) {
            assertTrue(lives < OPERATIONS_MAX);
            node.converge(ve);
            DesiredState stopped = node.desired(ve.with("state", "stopped"));
            survived = crash(stopped, lives);
            node.converge(stopped);
            assertEquals(Reading.absent(), node.ve(ve).init());
        }
    }

    @Test
    void whatAKilledProcessLeftInTheTrashIsSweptAway() throws Exception {
        Path left = Files.createDirectories(node.home.trash().resolve("4400-5f0c/upper/etc"));
        Files.writeString(left.resolve("passwd"), "x");
        node.converge(ve(0));
        try (var trash = Files.list(node.home.trash())) {
            assertEquals(List.of(), trash.toList());
        }
    }

    @Test
    void aRemovalThatWasInterruptedAnywhereIsFinished() throws Exception {
        VeText kept = ve(1);
        VeText ve = ve(0).with("stopTimeout", "0").with("deletion", "destroy");
        boolean survived = false;
        for (int lives = 0; !survived; lives++) {
            assertTrue(lives < OPERATIONS_MAX);
            node.converge(ve, kept);
            survived = crash(node.desired(kept), lives);
            node.converge(kept);
            assertTrue(!node.observe().ves().containsKey(ve.veid()));
        }
    }
}
