package org.vzgit.kernel.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.text.MountTable;
import org.vzgit.kernel.text.MountTable.Mount;

/// The lxcfs daemon of the node, which serves `/proc` files with a VE's own memory, CPUs, load and
/// uptime (lxcfs(8)). Its package's service starts it and starts it again; here it is only looked
/// for. Where it is not, or does not answer, a VE starts without and shows the machine's numbers.
///
/// @param patienceMillis how long it may take to answer. A daemon that hangs would hold the launch
///   in the kernel, where no signal reaches it
record Lxcfs(KernelRoot root, long patienceMillis) {
    /// A hundred times what it takes on a busy machine.
    static final long PATIENCE_MILLIS = 1000;

    private static final String TYPE = "fuse.lxcfs";

    /// What [LaunchSpec] is told of it: one line, or nothing.
    String specLine() {
        return directory()
                .filter(path -> !path.toString().contains("\n"))
                .map(path -> "lxcfs " + path + "\n")
                .orElse("");
    }

    /// Where one is mounted that answers; of several the one mounted last.
    Optional<Path> directory() {
        try {
            String table =
                    Files.readString(
                            root.proc().resolve("self/mountinfo"), StandardCharsets.ISO_8859_1);
            return MountTable.parse(table).reversed().stream()
                    .filter(mount -> mount.type().equals(TYPE) && mount.root().equals("/"))
                    .map(Mount::mountPoint)
                    .map(Path::of)
                    .filter(this::answers)
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// On a thread of its own, which stays behind where the daemon hangs. One that died answers at
    /// once, with ENOTCONN.
    private boolean answers(Path directory) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("lxcfs")
                .start(() -> answer.complete(reads(directory.resolve("proc/uptime"))));
        return answer.completeOnTimeout(false, patienceMillis, TimeUnit.MILLISECONDS).join();
    }

    private static boolean reads(Path file) {
        try {
            return !Files.readString(file).isEmpty();
        } catch (IOException _) {
            return false;
        }
    }
}
