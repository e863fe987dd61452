package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.DiskRounding;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Limit;

/// btrfs: an area's files are a subvolume, whose quota group bounds the bytes that it refers to.
///
/// A quota group has one bound, the hard one, counts no inodes, and statfs(2) does not know it:
/// `df` inside shows the whole file system.
final class SubvolumeQuota implements AreaDisk {
    static final String FILES = "fs";

    private final Syscalls syscalls;

    SubvolumeQuota(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public Path prepare(Path area, long id, long bytes) throws OperationFailure {
        try (Fd fd = open(area)) {
            Btrfs.at(syscalls, fd).create(FILES);
            return area.resolve(FILES);
        } catch (ErrnoException e) {
            throw e.failing("make subvolume " + area.resolve(FILES));
        }
    }

    @Override
    public void begin(Path files, long id) {
        // A subvolume is counted from its birth.
    }

    @Override
    public Reading<ObservedDisk> observe(Area area) {
        try (Fd fd = open(area.files())) {
            Btrfs btrfs = Btrfs.at(syscalls, fd);
            Limit hard = hard(btrfs);
            DiskUse space =
                    new DiskUse(
                            new Bytes(btrfs.read("referenced")),
                            BarrierLimit.both(hard),
                            OptionalLong.empty());
            DiskNote note = DiskNote.read(area.home());
            return Reading.present(
                    new ObservedDisk(
                            DiskLayout.SUBVOLUME,
                            space,
                            Reading.absent(),
                            note.terms(),
                            Optional.empty()));
        } catch (ErrnoException e) {
            return Reading.unreadable("read quota of " + area.files() + ": " + e.getMessage());
        } catch (IOException e) {
            return Reading.unreadable("read quota of " + area.files() + ": " + FileErrno.of(e));
        }
    }

    /// Bit 0 of `limit_flags` says whether `max_referenced` is one.
    private static Limit hard(Btrfs btrfs) throws ErrnoException, IOException {
        long bytes = btrfs.read("max_referenced");
        return bytes == 0 || bytes == -1 ? Limit.UNLIMITED : Limit.of(new Bytes(bytes));
    }

    @Override
    public void set(Area area, DiskSpec disk) throws OperationFailure {
        String tried = "set disk bounds of " + area.files();
        try (Fd fd = open(area.home())) {
            BarrierLimit space = DiskRounding.inForce(disk, DiskLayout.SUBVOLUME).space();
            if (DiskSpec.isManaged(space)) {
                Btrfs.at(syscalls, fd).limit(subvolumeOf(area.files()), bytes(space.limit()));
            }
            DiskNote note = new DiskNote(disk.terms(), 0, 0);
            if (!note.equals(DiskNote.read(area.home()))) {
                note.write(area.home());
            }
        } catch (ErrnoException e) {
            throw e.failing(tried);
        } catch (IOException e) {
            throw new OperationFailure(FileErrno.of(e).kind(), tried + ": " + e.getMessage(), e);
        }
    }

    private static long bytes(Limit limit) {
        return limit instanceof Limit.Value(Amount amount) && amount instanceof Bytes(long bytes)
                ? bytes
                : 0;
    }

    /// Deletes the subvolume, files and all. Its quota group follows when the kernel has finished;
    /// an empty one that stays bounds nothing, because numbers of subvolumes are not used twice.
    void detach(Area area) throws OperationFailure {
        try (Fd fd = open(area.home())) {
            long subvolume = subvolumeOf(area.files());
            Btrfs btrfs = Btrfs.at(syscalls, fd);
            btrfs.destroy(FILES);
            forget(btrfs, subvolume);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e.failing("delete subvolume " + area.files());
            }
        }
    }

    private long subvolumeOf(Path files) throws ErrnoException {
        try (Fd fd = open(files)) {
            return Btrfs.at(syscalls, fd).subvolume();
        }
    }

    private static void forget(Btrfs btrfs, long subvolume) {
        try {
            btrfs.forget(subvolume);
        } catch (ErrnoException _) {
            // EBUSY until the kernel has unlinked the files; it removes the group itself since 6.11
            // (drop_subvolume of simple quota) or leaves an empty one.
        }
    }

    private Fd open(Path directory) throws ErrnoException {
        return syscalls.open(directory, Set.of(OpenFlag.RDONLY, OpenFlag.DIRECTORY));
    }
}
