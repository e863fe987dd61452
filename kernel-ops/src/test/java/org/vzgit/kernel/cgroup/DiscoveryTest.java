package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

class DiscoveryTest {
    private static final VeId VE = new VeId(101);

    @TempDir Path directory;

    @Test
    void aControllerMayBeOnV2WhereOthersAreOnV1() throws IOException {
        put("memory/memory.limit_in_bytes", "9223372036854771712\n");
        put("unified/cgroup.controllers", "hugetlb pids\n");
        CgroupTree tree =
                discover(
                        """
                        35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
                        41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                        """);
        assertEquals(Control.CGROUP_V1, tree.controls().get(Resource.PHYSPAGES));
        assertEquals(Control.CGROUP_V2, tree.controls().get(Resource.NUMPROC));
        assertEquals(Control.ABSENT, tree.controls().get(Resource.CPUUNITS));
    }

    @Test
    void controllersMountedTogetherAreOneHierarchy() throws IOException {
        put("cpu,cpuacct/cpu.shares", "1024\n");
        CgroupTree tree =
                discover(
                        """
                        32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                        """);
        assertEquals(List.of(procs("cpu,cpuacct/vz/101")), tree.procsFiles(VE));
        assertEquals(Control.CGROUP_V1, tree.controls().get(Resource.CPULIMIT));
    }

    @Test
    void aHierarchyThatIsMountedTwiceIsJoinedOnce() throws IOException {
        put("pids/cgroup.procs", "");
        CgroupTree tree =
                discover(
                        """
                        50 31 0:36 /docker/a /sys/fs/cgroup/other rw - cgroup cgroup rw,pids
                        39 31 0:36 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
                        """);
        assertEquals(List.of(procs("pids/vz/101")), tree.procsFiles(VE));
    }

    @Test
    void mountsOutsideSysAreNotUsed() throws IOException {
        CgroupTree tree =
                discover("39 31 0:36 / /srv/chroot/sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        assertEquals(List.of(), tree.procsFiles(VE));
    }

    @Test
    void swapThatIsNotAccountedIsAbsent() throws IOException {
        put("memory/memory.limit_in_bytes", "9223372036854771712\n");
        CgroupTree tree =
                discover("35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
        assertEquals(Control.ABSENT, tree.controls().get(Resource.SWAPPAGES));
        assertEquals(Control.CGROUP_V1, tree.controls().get(Resource.PHYSPAGES));
    }

    @Test
    void ratesNeedADisk() throws IOException {
        put("blkio/blkio.bfq.io_service_bytes", "");
        String mount = "35 31 0:32 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio\n";
        Map<Resource, Control> without = discover(mount).controls();
        assertEquals(Control.ABSENT, without.get(Resource.IOLIMIT));
        assertEquals(Control.CGROUP_V1, without.get(Resource.IOPRIO));
    }

    @Test
    void theWeightOfDisksIsFoundInTheRootOrInSomeCgroup() throws IOException {
        put("cgroup.controllers", "io\n");
        String mount = "35 31 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        assertEquals(Control.ABSENT, discover(mount).controls().get(Resource.IOPRIO));
        put("system.slice/io.weight", "default 100\n");
        assertEquals(Control.CGROUP_V2, discover(mount).controls().get(Resource.IOPRIO));
        Files.delete(cgroup("system.slice/io.weight"));
        put("io.cost.qos", "");
        assertEquals(Control.CGROUP_V2, discover(mount).controls().get(Resource.IOPRIO));
    }

    @Test
    void aNodeWithoutCgroupsBoundsNothing() throws IOException {
        Map<Resource, Control> none = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            none.put(resource, Control.ABSENT);
        }
        assertEquals(none, discover("27 1 254:0 / / rw - ext4 /dev/vda rw\n").controls());
    }

    @Test
    void aMountTableThatCannotBeReadIsNoNodeWithoutCgroups() {
        KernelRoot nowhere = new KernelRoot(directory.resolve("p"), directory.resolve("s"));
        assertThrows(UncheckedIOException.class, () -> CgroupTree.discover(nowhere, "vz", ""));
    }

    @Test
    void aTagIsOnePathSegment() {
        for (String tag : List.of("", "..", "a/b", "A", "-x")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CgroupTree.discover(KernelRoot.RUNNING, tag, ""),
                    tag);
        }
    }

    private CgroupTree discover(String mountinfo) throws IOException {
        Path self = Files.createDirectories(directory.resolve("proc").resolve("self"));
        Files.writeString(self.resolve("mountinfo"), mountinfo);
        return CgroupTree.discover(
                new KernelRoot(directory.resolve("proc"), directory.resolve("sys")), "vz", "");
    }

    private Path cgroup(String path) {
        return directory.resolve("sys").resolve("fs").resolve("cgroup").resolve(path);
    }

    private Path procs(String path) {
        return cgroup(path).resolve("cgroup.procs");
    }

    private void put(String path, String text) throws IOException {
        Path file = cgroup(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
