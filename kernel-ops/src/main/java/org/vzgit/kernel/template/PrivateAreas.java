package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.text.VeDirectoryName;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.VeId;

/// The private areas of a node: one directory for each VE.
///
/// ```
/// ve/101/owner   whose it is, see OwnerMarkText
/// ve/101/scripts/ its action scripts, see AreaScripts
/// ve/101/upper/  what the VE changed; owned by its root
/// ve/101/work/   overlayfs's own, owned by its root too
/// ve/101/low/    mount point of the idmapped template
/// ve/101/root/   mount point of the VE's root file system
/// ```
///
/// An area appears and disappears by one rename: half-made and half-deleted ones are in the trash
/// directory, under names that no VE has.
///
/// Safe for several threads as long as no two change the same VE at once.
public final class PrivateAreas {
    private static final String TRAVERSABLE = "rwxr-xr-x";

    /// overlayfs makes a directory of its own in it and nobody else has to look in.
    private static final String CLOSED = "rwx------";

    private final NodeHome home;
    private final Ground ground;
    private final AreaIds ids;
    private final AreaTrash trash;
    private final OwnerMarks marks = new OwnerMarks();

    public PrivateAreas(NodeHome home, Ground ground) {
        this.home = home;
        this.ground = ground;
        this.ids = new AreaIds(ground);
        this.trash = new AreaTrash(home, ground, ids);
    }

    /// The VEs that have a private area. Entries that are not named like a VE are not ours.
    ///
    /// @throws java.io.UncheckedIOException when the directory cannot be listed
    public SortedSet<VeId> list() {
        SortedSet<VeId> ves = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home.privateAreas())) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    VeDirectoryName.parse(entry.getFileName().toString())
                            .ifPresent(veid -> ves.add(veid));
                }
            }
        } catch (NoSuchFileException _) {
            // No VE was ever made here.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return ves;
    }

    /// Absent when the VE has no private area. A damaged mark is unreadable, not absent.
    public Reading<PrivateArea> observe(VeId veid) {
        Path area = home.privateArea(veid);
        try {
            long uid = ids.base(area);
            return Reading.present(
                    new PrivateArea(uid, marks.read(area), ground.observe(area, uid))
                            .with(new AreaScripts(area).digests()));
        } catch (NoSuchFileException _) {
            return Files.isDirectory(area, LinkOption.NOFOLLOW_LINKS)
                    ? Reading.unreadable("private area " + area + " has no upper directory")
                    : Reading.absent();
        } catch (IOException e) {
            return Reading.unreadable("read private area " + area + ": " + FileErrno.of(e));
        }
    }

    /// The first host id of a VE, and nothing else of its area: an operation that needs it would
    /// pay more for a whole look than for its own work. [FailureKind#GONE] when there is no area.
    public long uidBase(VeId veid) throws OperationFailure {
        try {
            return ids.base(home.privateArea(veid));
        } catch (NoSuchFileException e) {
            throw new OperationFailure(FailureKind.GONE, "VE " + veid + " has no private area", e);
        } catch (IOException e) {
            throw failure("find the ids of", veid, e);
        }
    }

    /// Makes a private area, owner mark included. Idempotent: success when there is one with this
    /// mark and these owners; [FailureKind#CONFLICT] when there is another.
    public void create(CreatePrivateArea wanted) throws OperationFailure {
        create(wanted, _ -> {});
    }

    /// The same with files in it, which are there when the area is.
    void create(CreatePrivateArea wanted, Filling filling) throws OperationFailure {
        switch (observe(wanted.veid())) {
            case Reading.Present<PrivateArea>(PrivateArea area) -> expect(wanted, area);
            case Reading.Unreadable<PrivateArea>(String reason) ->
                    throw new OperationFailure(FailureKind.CONFLICT, reason);
            case Reading.Absent<PrivateArea> _ -> make(wanted, filling);
        }
    }

    /// Puts the first files into an area that nobody sees yet.
    @FunctionalInterface
    interface Filling {
        /// @param files the directory of `upper`
        void fill(Path files) throws IOException, OperationFailure;
    }

    /// Replaces the owner mark. [FailureKind#GONE] when there is no private area.
    public void writeMark(VeId veid, OwnerMark mark) throws OperationFailure {
        try {
            AtomicFile.replaceDurably(
                    home.privateArea(veid).resolve(OwnerMarks.FILE), OwnerMarkText.write(mark));
        } catch (IOException e) {
            throw failure("write the owner mark of", veid, e);
        }
    }

    /// Deletes a private area. Success when there is none. The caller has checked that nothing runs
    /// in it.
    ///
    /// Looks at the mark again: it may have been written since the plan was made, and what is
    /// deleted stays deleted. [FailureKind#DENIED] unless it can be read and releases the area.
    public void destroy(VeId veid) throws OperationFailure {
        Path area = home.privateArea(veid);
        if (Files.exists(area, LinkOption.NOFOLLOW_LINKS) && !isReleased(area)) {
            throw new OperationFailure(
                    FailureKind.DENIED,
                    "destroy the private area of VE " + veid + ": its owner mark retains it");
        }
        try {
            Path aside = trash.fresh(veid.toString());
            Files.move(area, aside, StandardCopyOption.ATOMIC_MOVE);
            trash.delete(aside);
        } catch (NoSuchFileException _) {
            // Gone is what was wanted.
        } catch (IOException e) {
            throw failure("destroy the private area of", veid, e);
        }
    }

    private boolean isReleased(Path area) {
        return marks.read(area) instanceof Reading.Present<OwnerMark>(OwnerMark found)
                && found.deletion() == DeletionPolicy.DESTROY;
    }

    /// Deletes what interrupted creations and destructions left behind. Only while no other process
    /// works on this home.
    public void emptyTrash() throws OperationFailure {
        trash.empty();
    }

    private void make(CreatePrivateArea wanted, Filling filling) throws OperationFailure {
        VeId veid = wanted.veid();
        try {
            FileTree.makeClosed(home.privateAreas());
            Path area = trash.fresh(veid.toString());
            FileTree.makeDirectory(area, TRAVERSABLE);
            Path files = ground.prepare(area, wanted.shape(), wanted.uidBase());
            makeFiles(files, wanted);
            filling.fill(files);
            AtomicFile.replaceDurably(
                    area.resolve(OwnerMarks.FILE), OwnerMarkText.write(wanted.mark()));
            Files.move(area, home.privateArea(veid), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("make the private area of", veid, e);
        }
    }

    private void makeFiles(Path files, CreatePrivateArea wanted)
            throws IOException, OperationFailure {
        makeOwned(files.resolve("upper"), TRAVERSABLE, wanted.uidBase());
        makeOwned(files.resolve("work"), CLOSED, wanted.uidBase());
        ground.begin(files, wanted.shape(), wanted.uidBase());
        FileTree.makeDirectory(files.resolve("low"), TRAVERSABLE);
        FileTree.makeDirectory(files.resolve("root"), TRAVERSABLE);
    }

    private static void makeOwned(Path directory, String mode, long uid) throws IOException {
        FileTree.makeDirectory(directory, mode);
        FileTree.own(directory, uid);
    }

    private static void expect(CreatePrivateArea wanted, PrivateArea area) throws OperationFailure {
        boolean same =
                area.uidBase() == wanted.uidBase()
                        && area.mark() instanceof Reading.Present<OwnerMark>(OwnerMark found)
                        && found.equals(wanted.mark());
        if (!same) {
            throw new OperationFailure(
                    FailureKind.CONFLICT,
                    "make the private area of VE "
                            + wanted.veid()
                            + ": EEXIST: there is another one");
        }
    }

    private static OperationFailure failure(String tried, VeId veid, IOException e) {
        Errno errno = FileErrno.of(e);
        return failure(tried + " VE " + veid + ": " + errno, e);
    }

    private static OperationFailure failure(String message, IOException e) {
        return new OperationFailure(FileErrno.of(e).kind(), message, e);
    }
}
