package org.vzgit.kernel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.text.MountTable.Mount;

class MountTableTest {
    @Test
    void optionalFieldsMayBeThereOrNot() {
        List<Mount> mounts =
                MountTable.parse(
                        """
                        32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct
                        41 31 0:38 /a/b /sys/fs/cgroup/unified rw shared:9 master:1 - cgroup2 cgroup2 rw
                        """);
        assertEquals(
                List.of(
                        new Mount(
                                "0:29",
                                "/",
                                "/sys/fs/cgroup/cpu",
                                "cgroup",
                                Set.of("rw", "cpu", "cpuacct")),
                        new Mount(
                                "0:38", "/a/b", "/sys/fs/cgroup/unified", "cgroup2", Set.of("rw"))),
                mounts);
    }

    @Test
    void escapedBlanksAndBackslashesAreUndone() {
        Mount mount =
                MountTable.parse("1 1 8:1 /\\134x /mnt/a\\040b\\011c - ext4 /dev/sda1 rw\n")
                        .stream()
                        .findFirst()
                        .orElse(new Mount("", "", "", "", Set.of()));
        assertEquals("", mount.device(), "six fields stand before the separator");
        mount =
                MountTable.parse("1 1 8:1 /\\134x /mnt/a\\040b\\011c rw - ext4 /dev/sda1 rw\n")
                        .getFirst();
        assertEquals("/\\x", mount.root());
        assertEquals("/mnt/a b\tc", mount.mountPoint());
    }

    @Test
    void linesOfAnotherFormAreLeftOut() {
        assertTrue(MountTable.parse("").isEmpty());
        assertTrue(MountTable.parse("no mount at all\n\n - - -\n").isEmpty());
        assertTrue(MountTable.parse("1 1 8:1 / /mnt rw - ext4\n").isEmpty());
    }
}
