package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.OpenHow;
import org.vzgit.kernel.sys.Syscalls;

/// Shows a file of the host inside a running VE, read-only, at `/run/user_beancounters`.
///
/// The host's file is mounted over an empty one of the VE's. Copying the text in would need no
/// mount, but what lies in a file system of the VE belongs to the VE, and its root could write what
/// it likes. Of a mount from outside the VE's root can get rid, for itself; it can never write: the
/// file is host root's, who has no number inside.
///
/// The mount is made from a thread that joins the VE's mount namespace and ends there. No path is
/// followed after that: source and target are descriptors by then, and the walk to the target has
/// the VE's root as `/` and follows no link.
public final class VeView {
    static final String DIRECTORY = "run";
    static final String NAME = "user_beancounters";

    private static final int MODE = 0444;

    /// setns(2)'s name for a mount namespace.
    private static final int CLONE_NEWNS = 0x00020000;

    private static final Set<OpenHow.Resolve> INSIDE =
            Set.of(
                    OpenHow.Resolve.IN_ROOT,
                    OpenHow.Resolve.NO_MAGICLINKS,
                    OpenHow.Resolve.NO_SYMLINKS);

    private static final OpenHow OPEN_DIRECTORY =
            new OpenHow(Set.of(OpenFlag.PATH, OpenFlag.DIRECTORY), 0, INSIDE);
    private static final OpenHow LOOK =
            new OpenHow(Set.of(OpenFlag.PATH, OpenFlag.NOFOLLOW), 0, INSIDE);
    private static final OpenHow CREATE =
            new OpenHow(
                    Set.of(OpenFlag.WRONLY, OpenFlag.CREAT, OpenFlag.EXCL, OpenFlag.NOFOLLOW),
                    MODE,
                    INSIDE);

    private final Syscalls syscalls;
    private final KernelRoot root;
    private final NamespaceThread threads;

    public VeView(Syscalls syscalls, KernelRoot root) {
        this.syscalls = syscalls;
        this.root = root;
        this.threads = new NamespaceThread(syscalls, root);
    }

    /// Idempotent: a VE that sees this very file keeps it. One that mounted something over it, as
    /// an init does that makes its own `/run`, sees it again.
    ///
    /// @param initPid any process of the VE that has the VE's own root
    /// @param source a regular file, or a pinned iterator, that others may read
    /// @return whether it had to be mounted
    /// @throws OperationFailure GONE when the process ended or the VE has no directory `/run`
    public boolean show(int initPid, Path source) throws OperationFailure {
        try {
            return threads.call(
                    initPid, EnumSet.noneOf(Namespace.class), () -> mount(initPid, source));
        } catch (ErrnoException e) {
            throw e.failing("show " + source + " in the VE of process " + initPid);
        }
    }

    private boolean mount(int pid, Path source) throws ErrnoException {
        Path process = root.proc().resolve(Integer.toString(pid));
        try (Fd veRoot = directory(process.resolve("root"));
                Fd run = syscalls.openat2(veRoot, DIRECTORY, OPEN_DIRECTORY)) {
            Path runPath = self(run);
            if (isThere(run, source)) {
                return false;
            }
            try (Fd mount = syscalls.readOnlyMount(source);
                    Fd namespace =
                            syscalls.open(
                                    process.resolve("ns").resolve("mnt"), Set.of(OpenFlag.RDONLY));
                    Fd target = target(run, owner(runPath))) {
                syscalls.unshareFileSystem();
                syscalls.setns(namespace, CLONE_NEWNS);
                syscalls.moveMount(mount, target);
            }
            return true;
        }
    }

    private Fd directory(Path path) throws ErrnoException {
        return syscalls.open(path, Set.of(OpenFlag.PATH, OpenFlag.DIRECTORY));
    }

    /// The same file, seen through the mount: its device and number.
    private boolean isThere(Fd run, Path source) throws ErrnoException {
        try (Fd seen = syscalls.openat2(run, NAME, LOOK)) {
            return identity(self(seen)).equals(identity(source));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /// A file of the VE's own to mount over, made with the rights of whoever owns the directory: in
    /// a file system that the VE mounted, host root has no number and could make nothing
    /// (EOVERFLOW).
    private Fd target(Fd run, long owner) throws ErrnoException {
        syscalls.actAs(owner);
        try (Fd _ = syscalls.openat2(run, NAME, CREATE)) {
            // Only that it is there matters.
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        } finally {
            syscalls.actAs(0);
        }
        return syscalls.openat2(run, NAME, LOOK);
    }

    private static Path self(Fd fd) {
        return Path.of("/proc/self/fd/" + fd.number());
    }

    private static long owner(Path directory) throws ErrnoException {
        try {
            return Integer.toUnsignedLong((Integer) Files.getAttribute(directory, "unix:uid"));
        } catch (IOException e) {
            throw new ErrnoException(FileErrno.of(e), "stat /" + DIRECTORY);
        }
    }

    private static String identity(Path file) throws ErrnoException {
        try {
            return Files.getAttribute(file, "unix:dev")
                    + " "
                    + Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new ErrnoException(FileErrno.of(e), "stat " + file);
        }
    }
}
