package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

class RecordedV1HybridTest extends CgroupTreeContract {
    @TempDir Path directory;
    private RecordedKernel kernel;
    private CgroupTree tree;

    @BeforeEach
    void copy() throws IOException {
        kernel = RecordedKernel.copy("v1-hybrid", directory);
        tree = kernel.tree();
    }

    @Override
    CgroupTree tree() {
        return tree;
    }

    @Override
    List<String> masks() {
        return List.of("0", "1", "0-1");
    }

    @Override
    List<Integer> running() {
        return List.of(20950, 20951);
    }

    @Test
    void everythingIsOnV1() {
        assertEquals(EnumSet.allOf(Resource.class), bounded());
        assertTrue(tree.controls().values().stream().allMatch(Control.CGROUP_V1::equals));
    }

    @Test
    void hierarchiesWithoutAControllerAreJoinedToo() {
        List<Path> joined = tree.procsFiles(BOUNDED);
        assertTrue(joined.contains(kernel.cgroup("systemd/vzgit-recorded/101/cgroup.procs")));
        assertTrue(joined.contains(kernel.cgroup("unified/vzgit-recorded/101/cgroup.procs")));
        assertEquals(10, joined.size());
    }

    @Test
    void aVeThatOneHierarchyLacksIsIncomplete() throws IOException {
        Files.createDirectories(kernel.cgroup("pids/vzgit-recorded/103"));
        assertFalse(observed(new VeId(103)).complete());
        assertEquals(Reading.absent(), usage(new VeId(103), Resource.PHYSPAGES).limit());
        assertTrue(tree.list().contains(new VeId(103)));
    }

    @Test
    void aVeThatMayOpenEveryDeviceIsIncomplete() throws IOException {
        write("devices/vzgit-recorded/101/devices.list", "a *:* rwm\n");
        assertFalse(observed(BOUNDED).complete());
    }

    @Test
    void aVeThatNothingCanJoinIsIncomplete() throws IOException {
        write("cpuset/vzgit-recorded/101/cpuset.mems", "\n");
        assertFalse(observed(BOUNDED).complete());
    }

    @Test
    void allCpusAndNoMaskAreTwoThings() throws OperationFailure {
        Limit all = Limit.of(new CpuSet("0-1"));
        tree.set(UNTOUCHED, Resource.CPUMASK, all);
        assertEquals(Reading.present(all), usage(UNTOUCHED, Resource.CPUMASK).limit());
        tree.set(UNTOUCHED, Resource.CPUMASK, Limit.UNLIMITED);
        assertEquals(Reading.present(Limit.UNLIMITED), usage(UNTOUCHED, Resource.CPUMASK).limit());
    }

    @Test
    void aRateThatOnlyReadsHaveIsNeitherTheRateNorNone() throws IOException {
        write("blkio/vzgit-recorded/101/blkio.throttle.write_bps_device", "");
        Reading<Limit> limit = usage(BOUNDED, Resource.IOLIMIT).limit();
        assertInstanceOf(Reading.Present.class, limit);
        assertFalse(limit.equals(Reading.present(Limit.UNLIMITED)));
        assertFalse(limit.equals(Reading.present(Limit.of(new BytesPerSecond(10_485_760)))));
    }

    @Test
    void textThatIsNoNumberIsUnreadable() throws IOException {
        write("pids/vzgit-recorded/101/pids.max", "many\n");
        assertEquals(
                Reading.unreadable("read pids.max of VE 101: not a number: many"),
                usage(BOUNDED, Resource.NUMPROC).limit());
    }

    @Test
    void aFileThatCannotBeReadIsUnreadableAndNotAbsent() throws IOException {
        Path file = kernel.cgroup("pids/vzgit-recorded/101/pids.max");
        Files.delete(file);
        assertEquals(Reading.absent(), usage(BOUNDED, Resource.NUMPROC).limit());
        Files.createDirectory(file);
        assertEquals(
                Reading.unreadable("read pids.max of VE 101: EISDIR"),
                usage(BOUNDED, Resource.NUMPROC).limit());
    }

    @Test
    void aLinkInThePlaceOfAFileIsNotFollowed() throws IOException {
        Path file = kernel.cgroup("pids/vzgit-recorded/101/pids.max");
        Files.delete(file);
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "7\n");
        Files.createSymbolicLink(file, elsewhere);
        assertEquals(
                Reading.unreadable("read pids.max of VE 101: ELOOP"),
                usage(BOUNDED, Resource.NUMPROC).limit());
    }

    @Test
    void entriesThatAreNoVeAreNotListed() throws IOException {
        for (String name : List.of("100", "0101", "web1", "2147483645", "99999999999")) {
            Files.createDirectories(kernel.cgroup("pids/vzgit-recorded/" + name));
        }
        assertEquals(new TreeSet<>(List.of(BOUNDED, UNTOUCHED)), tree.list());
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(kernel.cgroup(path), text);
    }
}
