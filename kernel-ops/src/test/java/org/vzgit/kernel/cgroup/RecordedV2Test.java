package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Pure v2 without cpuset and without a disk weight.
class RecordedV2Test extends CgroupTreeContract {
    @TempDir Path directory;
    private RecordedKernel kernel = new RecordedKernel(Path.of("."));
    private CgroupTree tree = CgroupTrees.NONE;

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
}
