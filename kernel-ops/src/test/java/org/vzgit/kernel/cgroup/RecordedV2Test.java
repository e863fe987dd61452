package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Pure v2 without cpuset and without a disk weight.
class RecordedV2Test extends CgroupTreeContract {
    @TempDir Path directory;
    private RecordedKernel kernel;
    private CgroupTree tree;

    @BeforeEach
    void copy() throws IOException {
        kernel = RecordedKernel.copy("v2", directory);
        tree = kernel.tree();
    }

    @Override
    CgroupTree tree() {
        return tree;
    }

    @Override
    List<String> masks() {
        return List.of("0");
    }

    @Override
    List<Integer> running() {
        return List.of(800, 801);
    }

    @Test
    void whatTheKernelLacksIsAbsent() {
        assertEquals(
                EnumSet.complementOf(
                        EnumSet.of(Resource.CPUMASK, Resource.NODEMASK, Resource.IOPRIO)),
                bounded());
        assertEquals(Control.ABSENT, tree.controls().get(Resource.CPUMASK));
        assertEquals(Control.CGROUP_V2, tree.controls().get(Resource.PHYSPAGES));
    }

    @Test
    void oneFileIsJoined() {
        assertEquals(
                List.of(kernel.cgroup("vzgit-recorded/101/cgroup.procs")),
                tree.procsFiles(BOUNDED));
    }

    @Test
    void failuresAreCountedFromTheEvents() throws IOException {
        Files.writeString(kernel.cgroup("vzgit-recorded/101/memory.events"), "low 0\nmax 17\n");
        assertEquals(Reading.present(17L), usage(BOUNDED, Resource.PHYSPAGES).failcnt());
    }

    @Test
    void anOlderKernelWithoutPeaksStillShowsTheRest() throws IOException {
        Files.delete(kernel.cgroup("vzgit-recorded/101/memory.peak"));
        assertEquals(Reading.absent(), usage(BOUNDED, Resource.PHYSPAGES).maxheld());
        assertBoundsShown();
    }

    @Test
    void aNodeBeforeItsFirstVeHasTheSameControls(@TempDir Path other) throws IOException {
        CgroupTree fresh = RecordedKernel.copy("v2-root", other).tree();
        assertEquals(tree.controls(), fresh.controls());
        assertEquals(List.of(), List.copyOf(fresh.list()));
        assertEquals(Reading.absent(), fresh.observe(new VeId(101)));
    }

    @Test
    void loweringMemoryBelowHeldIsRefusedAndLeavesNoThrottle() throws IOException {
        Files.writeString(kernel.cgroup("vzgit-recorded/101/memory.current"), "536870912\n");
        var failure =
                assertThrows(
                        OperationFailure.class,
                        () -> tree.set(BOUNDED, Resource.PHYSPAGES, Limit.of(new Pages(1024))));
        assertEquals(FailureKind.BUSY, failure.kind());
        assertEquals(
                "set memory.max of VE 101 to 4194304: EBUSY: 536870912 bytes are held and cannot be"
                        + " reclaimed",
                failure.getMessage());
        assertEquals("536870912", read("memory.max"));
        assertEquals("max", read("memory.high"));
    }

    @Test
    void raisingMemoryTouchesNoThrottle() throws Exception {
        Files.writeString(kernel.cgroup("vzgit-recorded/101/memory.current"), "536870912\n");
        Files.delete(kernel.cgroup("vzgit-recorded/101/memory.high"));
        tree.set(BOUNDED, Resource.PHYSPAGES, Limit.of(new Pages(262_144)));
        assertEquals("1073741824", read("memory.max"));
    }

    @Test
    void aThrottleThatACrashLeftIsTakenAway() throws Exception {
        Files.writeString(kernel.cgroup("vzgit-recorded/101/memory.high"), "4194304\n");
        assertFalse(observed(BOUNDED).complete());
        tree.create(BOUNDED);
        assertEquals("max", read("memory.high"));
        assertTrue(observed(BOUNDED).complete());
    }

    @Test
    void controllersAreEnabledOneByOneAboveTheVes() throws Exception {
        Files.writeString(kernel.cgroup("vzgit-recorded/cgroup.subtree_control"), "cpu io pids\n");
        tree.create(BOUNDED);
        assertEquals(
                "+memory",
                Files.readString(kernel.cgroup("vzgit-recorded/cgroup.subtree_control")).strip());
        assertEquals(
                "cpu io memory pids",
                Files.readString(kernel.cgroup("cgroup.subtree_control")).strip());
    }

    private String read(String file) throws IOException {
        return Files.readString(kernel.cgroup("vzgit-recorded/101/" + file)).strip();
    }
}
