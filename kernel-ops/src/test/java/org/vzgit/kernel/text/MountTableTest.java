package org.vzgit.kernel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
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
    void mountsOfTheRootAreThoseOnSlashAndNoOthers() {
        String table =
                """
                93 69 0:40 / / rw,relatime shared:1 - overlay vzgit rw,lowerdir=low/a@1
                94 93 0:43 / /proc rw - proc proc rw
                95 93 0:44 /x / ro - tmpfs tmpfs ro
                short line
                96 93 8:1 / /mnt\\040/ rw - ext4 /dev/sda1 rw
                """;
        assertEquals(
                MountTable.parse(table).stream()
                        .filter(mount -> mount.mountPoint().equals("/"))
                        .toList(),
                MountTable.ofRoot(table));
        assertEquals(2, MountTable.ofRoot(table).size());
        assertTrue(MountTable.ofRoot("").isEmpty());
    }

    @Test
    void aCarriageReturnInANameEndsNoLine() {
        String table = "1 1 8:1 / /a\rb rw - ext4 /dev/sda1 rw\n";
        assertEquals("/a\rb", MountTable.parse(table).getFirst().mountPoint());
    }

    @Test
    void linesOfAnotherFormAreLeftOut() {
        assertTrue(MountTable.parse("").isEmpty());
        assertTrue(MountTable.parse("no mount at all\n\n - - -\n").isEmpty());
        assertTrue(MountTable.parse("1 1 8:1 / /mnt rw - ext4\n").isEmpty());
    }

    @Test
    void ofTwoMountsAtOnePlaceTheLaterOneIsSeen() {
        String table =
                """
                21 20 0:5 / / rw - overlay vzgit rw
                30 21 8:1 /srv /mnt\\040a rw,nodev shared:1 - ext4 /dev/sda1 rw
                31 30 0:9 / /mnt\\040a rw - tmpfs none rw
                32 21 8:1 /srv /other ro - ext4 /dev/sda1 rw
                no line of this kind
                x 21 8:1 /srv /third ro - ext4 /dev/sda1 rw
                """;
        assertEquals(
                java.util.Map.of("/", 21L, "/mnt a", 31L, "/other", 32L),
                MountTable.visible(table));
    }

    @Test
    void ofTheRootTheFirstMountTellsWhetherReadingIsNoted() {
        String plain = "21 20 0:5 / / rw,relatime - overlay vzgit rw\n";
        String quiet = "21 20 0:5 / / rw,noatime - overlay vzgit rw\n";
        String other = "30 21 8:1 / /mnt rw,noatime - ext4 /dev/sda1 rw\n";
        assertEquals(Optional.of(false), MountTable.rootHasNoatime(other + plain));
        assertEquals(Optional.of(true), MountTable.rootHasNoatime(quiet));
        assertEquals(Optional.of(false), MountTable.rootHasNoatime(plain + quiet));
        assertEquals(Optional.of(true), MountTable.rootHasNoatime(quiet + plain));
        assertEquals(Optional.empty(), MountTable.rootHasNoatime(other));
        assertEquals(Optional.empty(), MountTable.rootHasNoatime(""));
    }

    @Test
    void anEmptyTableShowsNothing() {
        assertEquals(java.util.Map.of(), MountTable.visible(""));
    }
}
