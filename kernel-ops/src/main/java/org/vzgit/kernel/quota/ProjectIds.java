package org.vzgit.kernel.quota;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.OpenHow;
import org.vzgit.kernel.sys.OpenHow.Resolve;
import org.vzgit.kernel.sys.Syscalls;

/// The project id of files: ioctl_xfs_fsgetxattr(2), which ext4 has too.
record ProjectIds(Syscalls syscalls) {
    private static final long FSGETXATTR = 0x801c581fL;
    private static final long FSSETXATTR = 0x401c5820L;

    /// `struct fsxattr`.
    private static final int SIZE = 28;

    private static final int FLAGS = 0;
    private static final int PROJECT = 12;

    /// `FS_XFLAG_PROJINHERIT`: what is made in the directory gets its project id, and nothing of
    /// another project is linked or renamed into it (EXDEV).
    private static final int INHERIT = 0x200;

    private static final OpenHow DIRECTORY = how(Set.of(OpenFlag.RDONLY, OpenFlag.DIRECTORY));

    private static final OpenHow FILE = how(Set.of(OpenFlag.RDONLY, OpenFlag.NONBLOCK));

    /// The VE may lay links while its files are looked at: none is followed, in no part of a path.
    private static OpenHow how(Set<OpenFlag> flags) {
        return new OpenHow(flags, 0, Set.of(Resolve.BENEATH, Resolve.NO_SYMLINKS));
    }

    /// Whether a directory has the id and hands it on.
    boolean isMarked(Fd base, String directory, long id) throws ErrnoException {
        try (Fd fd = syscalls.openat2(base, directory, DIRECTORY)) {
            ByteBuffer attributes = fields(read(fd));
            return attributes.getInt(PROJECT) == (int) id
                    && (attributes.getInt(FLAGS) & INHERIT) != 0;
        }
    }

    /// Gives a directory the id, to hand on. Idempotent. EOPNOTSUPP on ext4 without the feature
    /// `project`. Host root only: in a user namespace it is EINVAL (`fileattr_set_prepare`).
    void mark(Fd base, String directory, long id) throws ErrnoException {
        try (Fd fd = syscalls.openat2(base, directory, DIRECTORY)) {
            write(fd, id, INHERIT);
        }
    }

    /// Gives a regular file the id. Other kinds of files cannot be opened without side effects, and
    /// hold no blocks.
    void markFile(Fd base, String file, long id) throws ErrnoException {
        try (Fd fd = syscalls.openat2(base, file, FILE)) {
            write(fd, id, 0);
        }
    }

    private void write(Fd fd, long id, int flag) throws ErrnoException {
        byte[] structure = read(fd);
        ByteBuffer attributes = fields(structure);
        boolean there =
                attributes.getInt(PROJECT) == (int) id && (attributes.getInt(FLAGS) & flag) == flag;
        if (!there) {
            attributes.putInt(PROJECT, (int) id);
            attributes.putInt(FLAGS, attributes.getInt(FLAGS) | flag);
            syscalls.ioctl(fd, FSSETXATTR, structure);
        }
    }

    private byte[] read(Fd fd) throws ErrnoException {
        byte[] attributes = new byte[SIZE];
        syscalls.ioctl(fd, FSGETXATTR, attributes);
        return attributes;
    }

    private static ByteBuffer fields(byte[] structure) {
        return ByteBuffer.wrap(structure).order(ByteOrder.nativeOrder());
    }
}
