package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.op.AreaShape;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.quota.AreaDisk.Area;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;

/// The disk of every private area of a node, whatever it is made of.
///
/// Safe for several threads as long as no two change the same VE at once.
public final class AreaDisks {
    /// Only subvolumes and images have it further down.
    private static final String UPPER = "upper";

    private final Path home;
    private final ProjectQuota projects;
    private final SubvolumeQuota subvolumes;
    private final ImageDisk images;
    private final DiskMeans means;

    /// Looks once at the file system of the home, which is not replaced while a node is up.
    ///
    /// @param home where private areas are, or will be
    public AreaDisks(Syscalls syscalls, KernelRoot root, Path home) {
        this.home = home;
        this.projects = new ProjectQuota(syscalls);
        this.subvolumes = new SubvolumeQuota(syscalls);
        this.images = new ImageDisk(syscalls, root);
        this.means = Detection.of(syscalls, home, ImageDisk.lacking());
    }

    public DiskMeans means() {
        return means;
    }

    /// Where an area's files are: in a directory of its own for subvolumes and images.
    public static Path filesOf(Path area) {
        Path below = area.resolve(SubvolumeQuota.FILES);
        return Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS) ? below : area;
    }

    /// Prepares an empty area, and gives the directory for its files.
    public Path prepare(Path area, AreaShape shape, long id) throws OperationFailure {
        return switch (shape.layout()) {
            case PROJECT -> projects.prepare(area, id, 0);
            case SUBVOLUME -> subvolumes.prepare(area, id, 0);
            case IMAGE -> images.prepare(area, id, shape.imageBytes());
            case PLAIN, AUTO -> area;
        };
    }

    /// Starts counting: the directories are there and empty.
    public void begin(Path files, AreaShape shape, long id) throws OperationFailure {
        switch (shape.layout()) {
            case PROJECT -> projects.begin(files, id);
            case SUBVOLUME -> subvolumes.begin(files, id);
            case IMAGE -> images.begin(files, id);
            case PLAIN, AUTO -> {}
        }
    }

    /// Absent when nobody can count the area.
    public Reading<ObservedDisk> observe(Path area, long id) {
        return switch (layoutOf(area)) {
            case PROJECT -> projects.observe(new Area(area, area, id));
            case SUBVOLUME -> subvolumes.observe(known(area, id));
            case IMAGE -> images.observe(known(area, id));
            case PLAIN, AUTO -> Reading.absent();
        };
    }

    public void set(Path area, long id, DiskSpec disk) throws OperationFailure {
        switch (layoutOf(area)) {
            case PROJECT -> projects.set(new Area(area, area, id), disk);
            case SUBVOLUME -> subvolumes.set(known(area, id), disk);
            case IMAGE -> images.set(known(area, id), disk);
            case PLAIN, AUTO ->
                    throw new OperationFailure(
                            FailureKind.UNSUPPORTED,
                            "set disk bounds of "
                                    + area
                                    + ": EOPNOTSUPP: "
                                    + means.lacking(DiskLayout.PROJECT));
        }
    }

    /// Makes the files of an area reachable, as those of an image are not after a boot.
    public void attach(Path area, long id) throws OperationFailure {
        if (layoutOf(area) == DiskLayout.IMAGE) {
            images.attach(known(area, id));
        }
    }

    /// Takes away what of an area cannot be unlinked. Idempotent.
    public void detach(Path area) throws OperationFailure {
        switch (layoutOf(area)) {
            case IMAGE -> images.detach(known(area, 0));
            case SUBVOLUME -> subvolumes.detach(known(area, 0));
            case PROJECT, PLAIN, AUTO -> {}
        }
    }

    /// Frees the number of a VE whose files are gone. Idempotent.
    public void forget(long id) throws OperationFailure {
        if (means.has(DiskLayout.PROJECT)) {
            projects.forget(Detection.existing(home), id);
        }
    }

    /// The note that says how many ids inside may have bounds; empty when none may, or nobody could
    /// bound them. To be looked at when a VE starts: its processes are born with the way to it.
    public Optional<Path> userQuotaNote(Path area) throws OperationFailure {
        try {
            boolean any = DiskNote.read(area).terms().userQuota() > 0;
            return any && means.usersLacking().isEmpty() && layoutOf(area) == DiskLayout.PROJECT
                    ? Optional.of(area.resolve(DiskNote.FILE))
                    : Optional.empty();
        } catch (IOException e) {
            throw new OperationFailure(
                    FailureKind.BROKEN, "read the disk note of " + area + ": " + e.getMessage(), e);
        }
    }

    /// Gives the users inside one area the bounds of those inside another. Only files that the
    /// home's own file system counts have such bounds.
    public void carryUserBounds(Path from, Path to, IdShift shift) throws OperationFailure {
        boolean both = layoutOf(from) == DiskLayout.PROJECT && layoutOf(to) == DiskLayout.PROJECT;
        if (both && means.usersLacking().isEmpty()) {
            projects.carryUserBounds(to, shift);
        }
    }

    /// Asks first what holds for nearly all areas of a node: each question is a system call, and a
    /// pass asks about every area.
    private DiskLayout layoutOf(Path area) {
        DiskLayout direct = means.has(DiskLayout.PROJECT) ? DiskLayout.PROJECT : DiskLayout.PLAIN;
        // Following links, which costs a third: nobody but host root can lay one here.
        if (Files.exists(area.resolve(UPPER))) {
            return direct;
        }
        if (Files.exists(area.resolve(ImageDisk.FILE), LinkOption.NOFOLLOW_LINKS)) {
            return DiskLayout.IMAGE;
        }
        if (!filesOf(area).equals(area)) {
            return DiskLayout.SUBVOLUME;
        }
        return direct;
    }

    private static Area known(Path area, long id) {
        return new Area(area, filesOf(area), id);
    }
}
