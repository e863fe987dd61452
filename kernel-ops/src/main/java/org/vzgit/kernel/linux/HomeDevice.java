package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.vzgit.kernel.sys.KernelRoot;

/// Finds the disk under a node home: block I/O limits are set per disk, and partitions are not
/// disks.
final class HomeDevice {
    private HomeDevice() {}

    /// The disk's `MAJ:MIN`, or empty where the file system has none (tmpfs, btrfs, overlay: they
    /// have anonymous device numbers of major 0).
    static String find(KernelRoot root, Path home) {
        try {
            long device = ((Number) Files.getAttribute(existing(home), "unix:dev")).longValue();
            long major = (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
            long minor = (device & 0xff) | (device >>> 12 & ~0xffL);
            return major == 0 ? "" : wholeDisk(root, major + ":" + minor);
        } catch (IOException e) {
            return "";
        }
    }

    /// The nearest directory that is there: before its first use a home is not.
    private static Path existing(Path path) {
        return Stream.iterate(Optional.of(path.toAbsolutePath()), up -> up.map(Path::getParent))
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("/"));
    }

    private static String wholeDisk(KernelRoot root, String device) throws IOException {
        Path entry = root.sys().resolve("dev").resolve("block").resolve(device).toRealPath();
        boolean partition = Files.exists(entry.resolve("partition"));
        return partition ? Files.readString(entry.resolveSibling("dev")).strip() : device;
    }
}
