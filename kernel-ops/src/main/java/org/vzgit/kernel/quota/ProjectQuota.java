package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.quota.QuotaCalls.Kind;
import org.vzgit.kernel.state.DiskRounding;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;

/// Project quota of ext4 and XFS: `upper` and `work` of an area carry the VE's number as project id
/// and hand it on to whatever is made in them. Both, because overlayfs renames from the one into
/// the other, which is EXDEV between projects.
///
/// The number is the VE's first host id, which no other VE of the node has: nothing is allotted and
/// nothing stored. Through overlayfs statfs(2) shows the project and not the file system (seen on
/// 6.18 and 7.2), so `df` inside tells the VE's own size.
final class ProjectQuota implements AreaDisk {
    static final List<String> DIRECTORIES = List.of("upper", "work");

    private static final String DRIFTED_ID = "project id";
    private static final String DRIFTED_GRACE = "end of grace";

    private final Syscalls syscalls;
    private final QuotaCalls quota;
    private final ProjectIds ids;
    private final UserBounds users;

    ProjectQuota(Syscalls syscalls) {
        this.syscalls = syscalls;
        this.quota = new QuotaCalls(syscalls, Kind.PROJECTS);
        this.users = new UserBounds(syscalls);
        this.ids = new ProjectIds(syscalls);
    }

    @Override
    public Path prepare(Path area, long id, long bytes) throws OperationFailure {
        return area;
    }

    /// A number to which something is charged belongs to files that are still there: of a destroyed
    /// area that could not be deleted yet, or of somebody who uses the same numbers.
    @Override
    public void begin(Path files, long id) throws OperationFailure {
        try (Fd fd = open(files)) {
            if (!quota.get(fd, id).isUnused()) {
                throw new OperationFailure(
                        FailureKind.BUSY,
                        "use project id "
                                + id
                                + ": EBUSY: files on the same file system have it still; find them"
                                + " with: lsattr -pR DIRECTORY");
            }
            quota.set(fd, id, DquotBlock.unbounded());
            users.clear(fd, id);
            for (String directory : DIRECTORIES) {
                ids.mark(fd, directory, id);
            }
        } catch (ErrnoException e) {
            throw e.failing("give " + files + " project id " + id);
        }
    }

    @Override
    public Reading<ObservedDisk> observe(Area area) {
        try (Fd fd = open(area.files())) {
            DquotBlock seen = quota.get(fd, area.id());
            DiskNote note = DiskNote.read(area.home());
            return Reading.present(
                    new ObservedDisk(
                            DiskLayout.PROJECT,
                            seen.space(),
                            Reading.present(seen.inodes()),
                            note.terms(),
                            drift(area, seen, note, fd)));
        } catch (ErrnoException e) {
            return Reading.unreadable("read quota of " + area.files() + ": " + e.getMessage());
        } catch (IOException e) {
            return Reading.unreadable("read quota of " + area.home() + ": " + FileErrno.of(e));
        }
    }

    private Optional<String> drift(Area area, DquotBlock seen, DiskNote note, Fd fd)
            throws ErrnoException {
        if (!isMarked(fd, area.id())) {
            return Optional.of(DRIFTED_ID);
        }
        // One call less for nearly all: a grace that has not begun has no end to stand wrong.
        return seen.hasBegunGrace()
                        && GraceEnds.of(seen, quota.graceTimes(fd), note).differFrom(seen)
                ? Optional.of(DRIFTED_GRACE)
                : Optional.empty();
    }

    private boolean isMarked(Fd files, long id) throws ErrnoException {
        for (String directory : DIRECTORIES) {
            if (!ids.isMarked(files, directory, id)) {
                return false;
            }
        }
        return true;
    }

    /// The bounds go first: a VE whose files get their ids back is bounded from the first file on.
    @Override
    public void set(Area area, DiskSpec disk) throws OperationFailure {
        String tried = "set disk bounds of " + area.files();
        try (Fd fd = open(area.files())) {
            DiskNote old = DiskNote.read(area.home());
            DiskNote note = new DiskNote(disk.terms(), old.spaceTime(), old.inodeTime());
            DquotBlock before = quota.get(fd, area.id());
            DquotBlock bounds = bounds(DiskRounding.inForce(disk, DiskLayout.PROJECT), before);
            if (bounds.setsAnything()) {
                quota.set(fd, area.id(), bounds);
            }
            DquotBlock after = bounds.mayBeginGrace(before) ? quota.get(fd, area.id()) : before;
            settle(fd, area, new Settling(after, note, old));
            if (!isMarked(fd, area.id())) {
                new ProjectWalk(ids, fd, area.id()).mark(area.files());
            }
        } catch (ErrnoException e) {
            throw e.failing(tried);
        } catch (IOException e) {
            throw new OperationFailure(FileErrno.of(e).kind(), tried + ": " + e.getMessage(), e);
        }
    }

    /// A grace that has begun is handed in with new bounds, or the kernel would begin it anew.
    private static DquotBlock bounds(DiskSpec wanted, DquotBlock before) {
        DquotBlock block = DquotBlock.empty();
        if (DiskSpec.isManaged(wanted.space())) {
            block.withSpace(wanted.space());
            before.space().graceEnds().ifPresent(block::withSpaceTime);
        }
        if (DiskSpec.isManaged(wanted.inodes())) {
            block.withInodes(wanted.inodes());
            before.inodes().graceEnds().ifPresent(block::withInodeTime);
        }
        return block;
    }

    /// @param seen the graces that run now that the bounds are set
    private record Settling(DquotBlock seen, DiskNote note, DiskNote old) {}

    /// The note is written before the ends are moved: after a crash in between they are moved to
    /// the same place, where the other order would move them a second time.
    private void settle(Fd fd, Area area, Settling settling) throws ErrnoException, IOException {
        DquotBlock seen = settling.seen();
        GraceEnds ends =
                seen.hasBegunGrace()
                        ? GraceEnds.of(seen, quota.graceTimes(fd), settling.note())
                        : GraceEnds.NONE;
        DiskNote settled = new DiskNote(settling.note().terms(), ends.space(), ends.inodes());
        if (!settled.equals(settling.old())) {
            settled.write(area.home());
        }
        if (ends.differFrom(seen)) {
            DquotBlock moved = DquotBlock.empty();
            moved.withSpaceTime(ends.space()).withInodeTime(ends.inodes());
            quota.set(fd, area.id(), moved);
        }
    }

    /// Only once nothing is charged to it any more: bounds that outlive their VE would be the next
    /// one's.
    void forget(Path anywhere, long id) throws OperationFailure {
        try (Fd fd = open(anywhere)) {
            if (quota.get(fd, id).isUnused()) {
                quota.set(fd, id, DquotBlock.unbounded());
                users.clear(fd, id);
            }
        } catch (ErrnoException e) {
            throw e.failing("free project id " + id);
        }
    }

    void carryUserBounds(Path files, IdShift shift) throws OperationFailure {
        try (Fd fd = open(files)) {
            users.carry(fd, shift);
        } catch (ErrnoException e) {
            throw e.failing("carry the bounds of ids " + shift.from() + " to " + shift.to());
        }
    }

    private Fd open(Path directory) throws ErrnoException {
        return syscalls.open(directory, Set.of(OpenFlag.RDONLY, OpenFlag.DIRECTORY));
    }
}
