package org.vzgit.kernel.quota;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;

/// quotactl(2) on one kind of ids, of the file system that an open directory is on. ext4 and XFS
/// both answer the generic commands.
record QuotaCalls(Syscalls syscalls, Kind kind) {

    /// `USRQUOTA`, `GRPQUOTA`, `PRJQUOTA` of linux/quota.h.
    enum Kind {
        USERS(0),
        GROUPS(1),
        PROJECTS(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    // linux/quota.h, and dqblk_xfs.h for the last one: it is the only command that tells enforcing
    // from counting, and ext4 answers it too.
    private static final int Q_GETINFO = 0x800005;
    private static final int Q_GETQUOTA = 0x800007;
    private static final int Q_SETQUOTA = 0x800008;
    private static final int Q_GETNEXTQUOTA = 0x800009;
    private static final int Q_XGETQSTAT = 0x5805;

    /// `struct if_dqinfo`: two times, flags, a mask.
    private static final int INFO_SIZE = 24;

    /// `struct fs_quota_stat` is 80 bytes; its flags are the second half-word.
    private static final int STAT_SIZE = 128;

    private static final int STAT_FLAGS = 2;

    /// What is charged to an id, and its bounds. XFS has no record of an id until it is used.
    DquotBlock get(Fd files, long id) throws ErrnoException {
        byte[] block = new byte[DquotBlock.SIZE];
        try {
            syscalls.quotactlFd(files, command(Q_GETQUOTA), id, block);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        return new DquotBlock(block);
    }

    /// The first id with a record, from the given one on.
    OptionalLong next(Fd files, long id) throws ErrnoException {
        byte[] block = new byte[DquotBlock.SIZE];
        try {
            syscalls.quotactlFd(files, command(Q_GETNEXTQUOTA), id, block);
            return OptionalLong.of(DquotBlock.idOf(block));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /// Sets what the block names and nothing else. Idempotent.
    void set(Fd files, long id, DquotBlock block) throws ErrnoException {
        syscalls.quotactlFd(files, command(Q_SETQUOTA), id, block.bytes());
    }

    /// The grace times of the file system, the same for all its projects.
    GraceTimes graceTimes(Fd files) throws ErrnoException {
        byte[] info = new byte[INFO_SIZE];
        syscalls.quotactlFd(files, command(Q_GETINFO), 0, info);
        ByteBuffer struct = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
        return new GraceTimes(struct.getLong(), struct.getLong());
    }

    /// Which types are counted and enforced: bits of [QuotaFlags]. ENOSYS where there is no quota.
    int flags(Fd files) throws ErrnoException {
        byte[] stat = new byte[STAT_SIZE];
        syscalls.quotactlFd(files, command(Q_XGETQSTAT), 0, stat);
        return Short.toUnsignedInt(
                ByteBuffer.wrap(stat).order(ByteOrder.nativeOrder()).getShort(STAT_FLAGS));
    }

    private int command(int command) {
        return command << 8 | kind.number;
    }

    /// In seconds.
    record GraceTimes(long space, long inodes) {}
}
