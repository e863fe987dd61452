package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;

/// The ioctls of btrfs on subvolumes and quota groups (linux/btrfs.h), and its quota files in sysfs
/// (since 5.9). The quota group of a subvolume is `0/ID`.
final class Btrfs {
    private static final long SUBVOL_CREATE = 0x5000940eL;
    private static final long SNAP_DESTROY = 0x5000940fL;
    private static final long INO_LOOKUP = 0xd0009412L;
    private static final long FS_INFO = 0x8400941fL;
    private static final long QGROUP_CREATE = 0x4010942aL;
    private static final long QGROUP_LIMIT = 0x8030942bL;

    /// `struct btrfs_ioctl_vol_args`: a descriptor, then a name.
    private static final int VOL_ARGS = 4096;

    private static final int INO_LOOKUP_ARGS = 4096;
    private static final int FS_INFO_ARGS = 1024;

    /// `max_id` and `num_devices` stand before it.
    private static final int FS_INFO_UUID = 16;

    private static final int QGROUP_CREATE_ARGS = 16;
    private static final int QGROUP_LIMIT_ARGS = 48;
    private static final long LIMIT_MAX_REFERENCED = 1;

    /// The root directory of every subvolume (`BTRFS_FIRST_FREE_OBJECTID`).
    private static final long SUBVOLUME_INODE = 256;

    static final Path SYSFS = Path.of("/sys/fs/btrfs");

    private final Syscalls syscalls;
    private final Fd fd;

    private Btrfs(Syscalls syscalls, Fd fd) {
        this.syscalls = syscalls;
        this.fd = fd;
    }

    /// @param fd any directory of the file system
    static Btrfs at(Syscalls syscalls, Fd fd) {
        return new Btrfs(syscalls, fd);
    }

    boolean quotaIsOn() {
        try {
            return Files.isDirectory(groups());
        } catch (ErrnoException _) {
            return false;
        }
    }

    /// Makes a subvolume in the directory. EEXIST when there is something of that name.
    void create(String name) throws ErrnoException {
        syscalls.ioctl(fd, SUBVOL_CREATE, named(name));
    }

    /// Deletes a subvolume of the directory with all that is in it; the space comes back within
    /// seconds. ENOENT when there is none, ENOTEMPTY when another subvolume is in it.
    void destroy(String name) throws ErrnoException {
        syscalls.ioctl(fd, SNAP_DESTROY, named(name));
    }

    /// Removes the quota group of a deleted subvolume. EBUSY while the deletion goes on.
    void forget(long subvolume) throws ErrnoException {
        byte[] structure = new byte[QGROUP_CREATE_ARGS];
        ByteBuffer arguments = fields(structure);
        arguments.putLong(0).putLong(subvolume);
        syscalls.ioctl(fd, QGROUP_CREATE, structure);
    }

    /// The number of the subvolume that the directory is in.
    long subvolume() throws ErrnoException {
        byte[] structure = new byte[INO_LOOKUP_ARGS];
        ByteBuffer arguments = fields(structure);
        arguments.putLong(0).putLong(SUBVOLUME_INODE);
        syscalls.ioctl(fd, INO_LOOKUP, structure);
        return arguments.getLong(0);
    }

    /// Bounds what a subvolume refers to. Through a directory outside of it: the ioctl reserves
    /// space where its file is, so in a subvolume that is full, raising its bound is EDQUOT (seen
    /// on 6.18).
    ///
    /// @param bytes 0 lifts the bound
    void limit(long subvolume, long bytes) throws ErrnoException {
        byte[] structure = new byte[QGROUP_LIMIT_ARGS];
        ByteBuffer arguments = fields(structure);
        arguments.putLong(subvolume).putLong(LIMIT_MAX_REFERENCED);
        // All ones clears a bound; 0 would be one of nothing (btrfs_limit_qgroup).
        arguments.putLong(bytes == 0 ? -1 : bytes);
        syscalls.ioctl(fd, QGROUP_LIMIT, structure);
    }

    /// One file of the quota group of the directory's subvolume, for example `referenced`.
    long read(String file) throws ErrnoException, IOException {
        Path path = groups().resolve("0_" + subvolume()).resolve(file);
        return Long.parseUnsignedLong(Files.readString(path).strip());
    }

    private Path groups() throws ErrnoException {
        byte[] structure = new byte[FS_INFO_ARGS];
        ByteBuffer arguments = fields(structure);
        syscalls.ioctl(fd, FS_INFO, structure);
        ByteBuffer uuid = arguments.duplicate().order(ByteOrder.BIG_ENDIAN).position(FS_INFO_UUID);
        return SYSFS.resolve(new UUID(uuid.getLong(), uuid.getLong()).toString())
                .resolve("qgroups");
    }

    private static byte[] named(String name) {
        byte[] structure = new byte[VOL_ARGS];
        ByteBuffer arguments = fields(structure);
        arguments.position(Long.BYTES).put(name.getBytes(StandardCharsets.UTF_8));
        return structure;
    }

    private static ByteBuffer fields(byte[] structure) {
        return ByteBuffer.wrap(structure).order(ByteOrder.nativeOrder());
    }
}
