package org.vzgit.kernel.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.DiskLayout;

/// What a node says of its file system, and what it says is missing.
class DetectionTest {
    private static final int ALL = 0x3f;
    private static final int PROJECTS = 0x30;
    private static final int COUNTED = 0x15;
    private static final long XFS = 0x58465342L;

    @TempDir Path home;
    private final QuotaFileSystem system = new QuotaFileSystem();

    private DiskMeans means() {
        return Detection.of(system.syscalls(), home.resolve("not/there/yet"), "no loop devices");
    }

    private String lacking(DiskLayout layout) {
        return means().lacking(layout);
    }

    @Test
    void ext4WithEverythingLacksNothing() {
        system.flags = ALL;
        assertTrue(means().has(DiskLayout.PROJECT));
        assertEquals("", means().usersLacking());
        assertEquals("no loop devices", lacking(DiskLayout.IMAGE));
        assertTrue(means().has(DiskLayout.PLAIN));
    }

    @Test
    void ext4WithoutFeaturesNamesThem() {
        assertTrue(lacking(DiskLayout.PROJECT).contains("tune2fs -O quota,project"));
        assertTrue(lacking(DiskLayout.PROJECT).contains(home.toString()));
        system.failing = Optional.of(Errno.ENOSYS);
        assertTrue(lacking(DiskLayout.PROJECT).contains("CONFIG_QFMT_V2"));
    }

    @Test
    void projectsThatAreCountedAndNotBoundedNeedAMountOption() {
        system.flags = COUNTED;
        assertTrue(lacking(DiskLayout.PROJECT).contains("mount it with the option prjquota"));
    }

    @Test
    void projectsWithoutUsersNameTheOptionsForUsers() {
        system.flags = PROJECTS;
        assertTrue(means().has(DiskLayout.PROJECT));
        assertTrue(means().usersLacking().contains("usrquota and grpquota"));
    }

    @Test
    void xfsNamesItsOwnOptionAndKernelOption() {
        system.magic = XFS;
        assertTrue(lacking(DiskLayout.PROJECT).contains("without the option prjquota"));
        system.failing = Optional.of(Errno.ENOSYS);
        assertTrue(lacking(DiskLayout.PROJECT).contains("CONFIG_XFS_QUOTA"));
        system.failing = Optional.empty();
        system.flags = ALL;
        assertTrue(means().has(DiskLayout.PROJECT));
    }

    @Test
    void anotherFileSystemHasNeitherProjectsNorSubvolumes() {
        system.magic = 0x01021994L;
        assertTrue(lacking(DiskLayout.PROJECT).contains("needs ext4 or XFS"));
        assertTrue(lacking(DiskLayout.SUBVOLUME).contains("need btrfs"));
        assertFalse(means().usersLacking().isEmpty());
    }

    @Test
    void anUnexpectedErrnoIsShown() {
        system.failing = Optional.of(Errno.EIO);
        assertTrue(lacking(DiskLayout.PROJECT).contains("EIO"));
    }
}
