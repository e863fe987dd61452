package org.vzgit.kernel.quota;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vzgit.kernel.quota.QuotaCalls.Kind;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.DiskLayout;

/// Asks the file system that holds the private areas what it can do. Changes nothing.
final class Detection {
    private final Syscalls syscalls;
    private final Path home;

    private Detection(Syscalls syscalls, Path home) {
        this.syscalls = syscalls;
        this.home = home;
    }

    /// @param home where the areas are, or will be
    /// @param lackingForImages what images lack
    static DiskMeans of(Syscalls syscalls, Path home, String lackingForImages) {
        return new Detection(syscalls, existing(home)).means(lackingForImages);
    }

    /// The nearest directory that is there: before its first use a home is not.
    static Path existing(Path path) {
        return Stream.iterate(Optional.of(path.toAbsolutePath()), up -> up.map(Path::getParent))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("/"));
    }

    private DiskMeans means(String lackingForImages) {
        Map<DiskLayout, String> lacking = new EnumMap<>(DiskLayout.class);
        String users;
        try (Fd fd = syscalls.open(home, Set.of(OpenFlag.RDONLY, OpenFlag.DIRECTORY))) {
            FileSystem system = FileSystem.of(syscalls.fstatfs(fd));
            lacking.put(DiskLayout.PROJECT, projects(system, fd));
            lacking.put(DiskLayout.SUBVOLUME, subvolumes(system, fd));
            users = users(system, fd);
        } catch (ErrnoException e) {
            users = "open " + home + ": " + e.getMessage();
            lacking.put(DiskLayout.PROJECT, users);
            lacking.put(DiskLayout.SUBVOLUME, users);
        }
        lacking.put(DiskLayout.IMAGE, lackingForImages);
        return new DiskMeans(lacking, users);
    }

    private String projects(FileSystem system, Fd fd) {
        return switch (system) {
            case EXT4, XFS -> projectFlags(system, fd);
            case BTRFS, OTHER -> "project quota needs ext4 or XFS, and " + home + " is on neither";
        };
    }

    private String projectFlags(FileSystem system, Fd fd) {
        try {
            QuotaFlags flags = new QuotaFlags(new QuotaCalls(syscalls, Kind.PROJECTS).flags(fd));
            if (flags.enforcesProjects()) {
                return "";
            }
            return flags.countsProjects() ? notEnforced(system) : notCounted(system);
        } catch (ErrnoException e) {
            return e.errno() == Errno.ENOSYS
                    ? noQuota(system)
                    : "project quota of " + home + ": " + e.getMessage();
        }
    }

    private String noQuota(FileSystem system) {
        return system == FileSystem.XFS
                ? "the running kernel has no quota for XFS (CONFIG_XFS_QUOTA)"
                : notCounted(system);
    }

    private String notCounted(FileSystem system) {
        return system == FileSystem.XFS
                ? "XFS at " + home + " is mounted without the option prjquota"
                : "ext4 at "
                        + home
                        + " counts no projects: it needs the features quota and project (tune2fs"
                        + " -O quota,project -Q prjquota DEVICE while it is not mounted) and a"
                        + " kernel with CONFIG_QFMT_V2";
    }

    private String notEnforced(FileSystem system) {
        return (system == FileSystem.XFS ? "XFS" : "ext4")
                + " at "
                + home
                + " counts projects but does not bound them: mount it with the option prjquota";
    }

    private String subvolumes(FileSystem system, Fd fd) {
        if (system != FileSystem.BTRFS) {
            return "subvolumes need btrfs, and " + home + " is on another file system";
        }
        return Btrfs.at(syscalls, fd).quotaIsOn()
                ? ""
                : "btrfs at " + home + " has quota off: btrfs quota enable " + home;
    }

    private String users(FileSystem system, Fd fd) {
        try {
            return switch (system) {
                case EXT4, XFS ->
                        new QuotaFlags(new QuotaCalls(syscalls, Kind.PROJECTS).flags(fd))
                                        .enforcesUsersAndGroups()
                                ? ""
                                : home + " is mounted without the options usrquota and grpquota";
                case BTRFS, OTHER ->
                        "the file system of " + home + " has no quota for users and groups";
            };
        } catch (ErrnoException e) {
            return home + " has no quota for users and groups: " + e.getMessage();
        }
    }
}
