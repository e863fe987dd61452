package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.text.MountTable;

/// The loop device on which an image is mounted in this mount namespace.
///
/// @param name for example `loop3`
record LoopMount(KernelRoot root, String name) {
    /// What ext4 keeps back of itself on every file system (`ext4_set_resv_clusters`): a fiftieth,
    /// at most this many clusters.
    private static final long KEPT_BACK_MAX = 4096;

    private static final long KEPT_BACK_SHARE = 50;

    /// Empty when nothing is mounted there.
    static Optional<LoopMount> at(KernelRoot root, Path mountPoint) throws IOException {
        String table = Files.readString(root.proc().resolve("self").resolve("mountinfo"));
        return MountTable.parse(table).stream()
                .filter(mount -> mount.mountPoint().equals(mountPoint.toString()))
                .reduce((_, last) -> last)
                .flatMap(mount -> named(root, mount.device()));
    }

    private static Optional<LoopMount> named(KernelRoot root, String device) {
        try {
            Path link = root.sys().resolve("dev").resolve("block").resolve(device).toRealPath();
            return Optional.of(new LoopMount(root, link.getFileName().toString()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    String device() {
        return "/dev/" + name;
    }

    /// Blocks that nobody may use, beyond what ext4 keeps back of itself
    /// (Documentation/admin-guide/ext4.rst, `reserved_clusters`).
    long withheld(long blocks) throws IOException {
        long reserved = Long.parseLong(Files.readString(file()).strip());
        return Math.max(0, reserved - keptBack(blocks));
    }

    /// Takes effect at once, and until the file system is unmounted. EINVAL when it is all of it.
    ///
    /// @param withheld 0 gives everything back
    void withhold(long blocks, long withheld) throws IOException {
        Files.writeString(file(), Long.toString(keptBack(blocks) + withheld));
    }

    private static long keptBack(long blocks) {
        return Math.min(blocks / KEPT_BACK_SHARE, KEPT_BACK_MAX);
    }

    private Path file() {
        return root.sys().resolve("fs").resolve("ext4").resolve(name).resolve("reserved_clusters");
    }
}
