package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vzgit.kernel.sys.KernelRoot;

/// Trees for tests.
final class CgroupTrees {
    /// Of a kernel without cgroups: what a test field holds before its kernel is there.
    static final CgroupTree NONE = none();

    private CgroupTrees() {}

    private static CgroupTree none() {
        try {
            Path root = Files.createTempDirectory("no-cgroups");
            Path self = Files.createDirectories(root.resolve("self"));
            Path mountinfo = Files.writeString(self.resolve("mountinfo"), "");
            CgroupTree tree = CgroupTree.discover(new KernelRoot(root, root), "none", "");
            Files.delete(mountinfo);
            Files.delete(self);
            Files.delete(root);
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
