package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A file system of a test's own on a loop device of this machine, and nothing left at the end.
final class LoopDisk {
    /// `XFS_IOC_GOINGDOWN`, also of ext4: no write reaches the disk any more, the log included
    /// (`XFS_FSOP_GOING_FLAGS_NOLOGFLUSH`). What xfstests cut the power with.
    private static final String GO_DOWN =
            "open(F, '<', $ARGV[0]) && ioctl(F, 0x8004587d, my $flags = pack('I', 2)) or die $!";

    /// The kernel takes mounts down some time after the last process of their namespace has ended:
    /// more than five seconds were seen in user-mode-linux.
    private static final int UNMOUNT_TRIES_MAX = 600;

    private final Path image;
    private final Path mountPoint;
    private final String options;
    private boolean isCut;

    private LoopDisk(Path image, Path mountPoint, String options) {
        this.image = image;
        this.mountPoint = mountPoint;
        this.options = options;
    }

    /// @param size as truncate(1) takes it; the file is sparse
    /// @param mkfs the program and its options; the file's name is added
    static LoopDisk make(String size, String... mkfs) throws Exception {
        return mounted("relatime", size, mkfs);
    }

    /// @param options of mount(8)
    static LoopDisk mounted(String options, String size, String... mkfs) throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        boolean there =
                Files.exists(Path.of("/usr/sbin", mkfs[0]))
                        || Files.exists(Path.of("/sbin", mkfs[0]));
        Assumptions.assumeTrue(there, "no " + mkfs[0]);
        Path image = Files.createTempFile("vzgit-loop", ".img");
        Path mountPoint = Files.createTempDirectory("vzgit-loop");
        LoopDisk disk = new LoopDisk(image, mountPoint, options);
        try {
            List<String> make = new ArrayList<>(List.of(mkfs));
            make.add(image.toString());
            KernelThread.Commands.output(List.of("truncate", "-s", size, image.toString()));
            KernelThread.Commands.output(make);
            disk.mount();
            return disk;
        } catch (AssertionError e) {
            disk.delete();
            Assumptions.abort("this machine cannot mount it: " + e.getMessage());
            throw e;
        }
    }

    void mount() throws Exception {
        isCut = false;
        KernelThread.Commands.output(
                List.of("mount", "-o", "loop," + options, image.toString(), mountPoint.toString()));
    }

    /// From now on nothing that was not written yet will ever be.
    void cutPower() throws Exception {
        if (isCut) {
            return;
        }
        isCut = true;
        KernelThread.Commands.output(List.of("perl", "-e", GO_DOWN, mountPoint.toString()));
    }

    /// With what is mounted below it. Waits until the file system is gone: another mount of it
    /// would go on with what it has in memory.
    void unmount() throws Exception {
        for (int tries = 1; tries < UNMOUNT_TRIES_MAX && !unmounted(); tries++) {
            Thread.sleep(50);
        }
        for (int tries = 1; tries < UNMOUNT_TRIES_MAX && isAttached(); tries++) {
            Thread.sleep(50);
        }
        assertFalse(isAttached(), () -> image + " is still mounted somewhere");
    }

    private boolean unmounted() throws Exception {
        return new ProcessBuilder("umount", "-R", mountPoint.toString()).start().waitFor() == 0;
    }

    private boolean isAttached() throws Exception {
        return !KernelThread.Commands.output(List.of("losetup", "-j", image.toString())).isEmpty();
    }

    /// What a checker says of the unmounted file system; it has to be pleased.
    ///
    /// @param fsck the program and its options; the file's name is added
    void check(List<String> fsck) throws Exception {
        List<String> command = new ArrayList<>(fsck);
        command.add(image.toString());
        KernelThread.Commands.output(command);
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
