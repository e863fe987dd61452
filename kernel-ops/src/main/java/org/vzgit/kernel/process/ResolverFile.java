package org.vzgit.kernel.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.OpenHow;
import org.vzgit.kernel.sys.Syscalls;

/// `/etc/resolv.conf` of a VE, read and written from the host while the VE's root may be working
/// against it.
///
/// Every walk has the VE's root as `/` (openat2(2), `RESOLVE_IN_ROOT`), so that no link leads out,
/// and stays on the root's own mount: a walk into a FUSE file system of the VE's making could be
/// held there for ever.
final class ResolverFile {
    private static final String NAME = "resolv.conf";

    /// Replaces the file by a rename; one left by a crash is removed first.
    private static final String FRESH = ".resolv.conf.vzgit";

    /// The C library takes 3 servers and 256 characters of domains; a page is more than any has.
    private static final int LONGEST = 4096;

    private static final int MODE = 0644;

    private static final Set<OpenHow.Resolve> INSIDE =
            Set.of(OpenHow.Resolve.IN_ROOT, OpenHow.Resolve.NO_MAGICLINKS, OpenHow.Resolve.NO_XDEV);

    private static final OpenHow DIRECTORY =
            new OpenHow(Set.of(OpenFlag.PATH, OpenFlag.DIRECTORY), 0, INSIDE);
    private static final OpenHow LOOK =
            new OpenHow(Set.of(OpenFlag.PATH, OpenFlag.NOFOLLOW), 0, INSIDE);
    private static final OpenHow CREATE =
            new OpenHow(
                    Set.of(OpenFlag.WRONLY, OpenFlag.CREAT, OpenFlag.EXCL, OpenFlag.NOFOLLOW),
                    MODE,
                    INSIDE);

    private final Syscalls syscalls;

    ResolverFile(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    /// What the file says. Absent when there is no plain file of that name: a link, as
    /// systemd-resolved has it, is not ours to follow.
    ///
    /// @param veRoot `/proc/PID/root` of the VE's init
    Reading<Resolver> read(Path veRoot) {
        try (Fd root = openRoot(veRoot);
                Fd file = syscalls.openat2(root, "etc/" + NAME, LOOK)) {
            Path same = Path.of("/proc/self/fd/" + file.number());
            if (!Files.isRegularFile(same)) {
                return Reading.absent();
            }
            return Reading.present(ResolvConf.parse(content(same)));
        } catch (ErrnoException e) {
            return e.errno() == Errno.ENOENT
                    ? Reading.absent()
                    : Reading.unreadable("read /etc/resolv.conf in the VE: " + e.getMessage());
        }
    }

    /// Replaces the file whole: a reader inside sees the old or the new. Not synced to disk: after
    /// a power cut the next pass reads what is there and writes again.
    ///
    /// @param uidBase the host id of the VE's root, which is to own the file
    void write(Path veRoot, long uidBase, Resolver resolver) throws ErrnoException {
        byte[] content = ResolvConf.format(resolver).getBytes(StandardCharsets.UTF_8);
        try (Fd root = openRoot(veRoot);
                Fd etc = syscalls.openat2(root, "etc", DIRECTORY)) {
            try (Fd file = create(etc)) {
                syscalls.fchown(file, uidBase, uidBase);
                syscalls.fchmod(file, MODE);
                writeFully(file, content);
            }
            syscalls.renameat(etc, FRESH, NAME);
        }
    }

    private Fd openRoot(Path veRoot) throws ErrnoException {
        return syscalls.open(veRoot, Set.of(OpenFlag.PATH, OpenFlag.DIRECTORY));
    }

    private Fd create(Fd etc) throws ErrnoException {
        try {
            return syscalls.openat2(etc, FRESH, CREATE);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            syscalls.unlinkat(etc, FRESH);
            return syscalls.openat2(etc, FRESH, CREATE);
        }
    }

    /// Opens what was looked at, by its descriptor, so that no other file can have taken its place.
    /// Never waits: a lease that the VE holds on it makes this EAGAIN (fcntl(2), F_SETLEASE).
    private String content(Path same) throws ErrnoException {
        try (Fd file = syscalls.open(same, Set.of(OpenFlag.RDONLY, OpenFlag.NONBLOCK))) {
            byte[] buffer = new byte[LONGEST];
            int length = syscalls.read(file, buffer);
            return new String(buffer, 0, length, StandardCharsets.UTF_8);
        }
    }

    private void writeFully(Fd file, byte[] content) throws ErrnoException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            byte[] bytes = Arrays.copyOfRange(content, rest.position(), content.length);
            rest.position(rest.position() + syscalls.write(file, bytes));
        }
    }
}
