package org.vzgit.kernel.quota;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.DiskRounding;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Limit;

/// An ext4 file system of the area's own, in a sparse file on a loop device. As with OpenVZ's ploop
/// the size of the image is the hard bound, and the only one.
///
/// Raised by growing the mounted file system. Lowered by making ext4 withhold the difference: a
/// mounted one cannot shrink. What the VE deletes is discarded and goes back to the host.
final class ImageDisk implements AreaDisk {
    static final String FILE = "image";
    static final String FILES = SubvolumeQuota.FILES;

    private static final int BLOCK = 4096;
    private static final int DETACH = 2;

    private static final Tool MKFS = new Tool("mkfs.ext4");
    private static final Tool MOUNT = new Tool("mount");
    private static final Tool LOSETUP = new Tool("losetup");
    private static final Tool RESIZE = new Tool("resize2fs");

    private final Syscalls syscalls;
    private final KernelRoot root;

    ImageDisk(Syscalls syscalls, KernelRoot root) {
        this.syscalls = syscalls;
        this.root = root;
    }

    /// What a host lacks for images; empty when nothing.
    static String lacking() {
        if (!Files.exists(Path.of("/dev/loop-control"))) {
            return "images need loop devices: modprobe loop";
        }
        return Stream.of(MKFS, MOUNT, LOSETUP, RESIZE)
                .filter(tool -> !tool.isThere())
                .findFirst()
                .map(tool -> "images need the program " + tool.name() + " of e2fsprogs or mount")
                .orElse("");
    }

    @Override
    public Path prepare(Path area, long id, long bytes) throws OperationFailure {
        Path image = area.resolve(FILE);
        Path files = area.resolve(FILES);
        try {
            Files.createFile(
                    image,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            resize(image, bytes);
            Files.createDirectory(files);
            // Tells whose the area is while the image is not mounted on it.
            Files.setAttribute(files, "unix:uid", (int) id);
        } catch (IOException e) {
            throw failure("make " + image, e);
        }
        // No blocks for the host's root: nobody but the VE writes here.
        MKFS.run(
                "-q",
                "-F",
                "-m",
                "0",
                "-b",
                "" + BLOCK,
                "-E",
                "lazy_itable_init=1,discard",
                image.toString());
        mount(image, files);
        return files;
    }

    private static void mount(Path image, Path files) throws OperationFailure {
        MOUNT.run("-t", "ext4", "-o", "loop,discard", image.toString(), files.toString());
    }

    @Override
    public void begin(Path files, long id) throws OperationFailure {
        try {
            Files.deleteIfExists(files.resolve("lost+found"));
        } catch (IOException e) {
            throw failure("prepare " + files, e);
        }
    }

    @Override
    public Reading<ObservedDisk> observe(Area area) {
        try {
            DiskNote note = DiskNote.read(area.home());
            Optional<LoopMount> mount = LoopMount.at(root, area.files());
            long bytes = Files.size(area.home().resolve(FILE));
            Optional<String> drift =
                    mount.isPresent() ? Optional.empty() : Optional.of("image not mounted");
            DiskUse space = mount.isPresent() ? use(area, mount.get(), bytes) : unmounted(bytes);
            return Reading.present(
                    new ObservedDisk(
                            DiskLayout.IMAGE, space, Reading.absent(), note.terms(), drift));
        } catch (IOException e) {
            return Reading.unreadable("read the image of " + area.home() + ": " + FileErrno.of(e));
        }
    }

    private static DiskUse use(Area area, LoopMount mount, long bytes) throws IOException {
        FileStore store = Files.getFileStore(area.files());
        long held = store.getTotalSpace() - store.getUnallocatedSpace();
        return hard(held, bytes - mount.withheld(bytes / BLOCK) * BLOCK);
    }

    private static DiskUse unmounted(long bytes) {
        return hard(0, bytes);
    }

    private static DiskUse hard(long held, long bound) {
        return new DiskUse(
                new Bytes(held),
                BarrierLimit.both(Limit.of(new Bytes(bound))),
                OptionalLong.empty());
    }

    @Override
    public void set(Area area, DiskSpec disk) throws OperationFailure {
        attach(area);
        try {
            BarrierLimit space = DiskRounding.inForce(disk, DiskLayout.IMAGE).space();
            if (space.limit() instanceof Limit.Value(Amount amount)
                    && amount instanceof Bytes(long bytes)) {
                bound(area, bytes);
            }
            DiskNote note = new DiskNote(disk.terms(), 0, 0);
            if (!note.equals(DiskNote.read(area.home()))) {
                note.write(area.home());
            }
        } catch (IOException e) {
            throw failure("set disk bounds of " + area.files(), e);
        }
    }

    private void bound(Area area, long bytes) throws IOException, OperationFailure {
        Path image = area.home().resolve(FILE);
        LoopMount mount =
                LoopMount.at(root, area.files())
                        .orElseThrow(
                                () -> new NoSuchFileException(area.files() + " is not mounted"));
        if (bytes > Files.size(image)) {
            resize(image, bytes);
            LOSETUP.run("--set-capacity", mount.device());
            RESIZE.run(mount.device());
        }
        long size = Files.size(image);
        mount.withhold(size / BLOCK, (size - bytes) / BLOCK);
    }

    /// Sparse: blocks come with what is written.
    private static void resize(Path image, long bytes) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    void attach(Area area) throws OperationFailure {
        try {
            if (LoopMount.at(root, area.files()).isEmpty()) {
                mount(area.home().resolve(FILE), area.files());
            }
        } catch (IOException e) {
            throw failure("mount the image of " + area.home(), e);
        }
    }

    /// Also where it is busy: nothing of the VE runs any more, and the device goes with its last
    /// user.
    void detach(Area area) throws OperationFailure {
        try {
            syscalls.umount2(area.files(), DETACH);
        } catch (ErrnoException e) {
            if (!List.of(Errno.EINVAL, Errno.ENOENT).contains(e.errno())) {
                throw e.failing("unmount the image of " + area.home());
            }
        }
    }

    private static OperationFailure failure(String tried, IOException e) {
        return new OperationFailure(FileErrno.of(e).kind(), tried + ": " + e.getMessage(), e);
    }
}
