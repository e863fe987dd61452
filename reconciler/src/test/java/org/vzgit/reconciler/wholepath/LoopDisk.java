package org.vzgit.reconciler.wholepath;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A file system of a test's own on a loop device of this machine, and nothing left at the end.
final class LoopDisk {
    private final Path image;
    private final Path mountPoint;

    private LoopDisk(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /// @param size as truncate(1) takes it; the file is sparse
    /// @param mkfs the program and its options; the file's name is added
    static LoopDisk make(String size, String... mkfs) throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        boolean there =
                Files.exists(Path.of("/usr/sbin", mkfs[0]))
                        || Files.exists(Path.of("/sbin", mkfs[0]));
        Assumptions.assumeTrue(there, "no " + mkfs[0]);
        Path image = Files.createTempFile("vzgit-loop", ".img");
        Path mountPoint = Files.createTempDirectory("vzgit-loop");
        LoopDisk disk = new LoopDisk(image, mountPoint);
        try {
            List<String> make = new ArrayList<>(List.of(mkfs));
            make.add(image.toString());
            KernelThread.Commands.output(List.of("truncate", "-s", size, image.toString()));
            KernelThread.Commands.output(make);
            KernelThread.Commands.output(
                    List.of("mount", "-o", "loop", image.toString(), mountPoint.toString()));
            return disk;
        } catch (AssertionError e) {
            disk.delete();
            Assumptions.abort("this machine cannot mount it: " + e.getMessage());
            throw e;
        }
    }

    Path mountPoint() {
        return mountPoint;
    }

    void close() throws Exception {
        KernelThread.Commands.output(List.of("umount", mountPoint.toString()));
        delete();
    }

    private void delete() throws Exception {
        Files.deleteIfExists(image);
        Files.deleteIfExists(mountPoint);
    }
}
