package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.vzgit.kernel.sys.KernelRoot;

/// A copy of one of `src/test/kernels`, which a test may write to.
record RecordedKernel(Path directory) {
    static final String TAG = "vzgit-recorded";

    static RecordedKernel copy(String name, Path into) throws IOException {
        Path recorded = Path.of("src", "test", "kernels", name);
        try (Stream<Path> files = Files.walk(recorded)) {
            for (Path file : files.toList()) {
                Path copy = into.resolve(recorded.relativize(file).toString());
                if (!copy.equals(into)) {
                    Files.copy(file, copy);
                }
            }
        }
        return new RecordedKernel(into);
    }

    CgroupTree tree() throws IOException {
        KernelRoot root = new KernelRoot(directory.resolve("proc"), directory.resolve("sys"));
        return CgroupTree.discover(root, TAG, Files.readString(directory.resolve("disk")).strip());
    }

    /// A path below /sys/fs/cgroup.
    Path cgroup(String path) {
        return directory.resolve("sys").resolve("fs").resolve("cgroup").resolve(path);
    }
}
