package org.vzgit.kernel.quota;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Limit;

/// `struct if_dqblk` of linux/quota.h: what a file system holds of one quota id. Bounds of space
/// count 1 KiB, use counts bytes, times are seconds since 1970; 0 is no bound and no time.
final class DquotBlock {
    static final int SIZE = 72;

    private static final int SPACE_HARD = 0;
    private static final int SPACE_SOFT = 8;
    private static final int SPACE_HELD = 16;
    private static final int INODES_HARD = 24;
    private static final int INODES_SOFT = 32;
    private static final int INODES_HELD = 40;
    private static final int SPACE_TIME = 48;
    private static final int INODES_TIME = 56;
    private static final int VALID = 64;

    private static final int QIF_BLIMITS = 1;
    private static final int QIF_ILIMITS = 4;
    private static final int QIF_BTIME = 16;
    private static final int QIF_ITIME = 32;

    private static final long BLOCK = 1024;

    private final ByteBuffer struct;

    /// @param bytes as the kernel filled them; not copied
    DquotBlock(byte[] bytes) {
        struct = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /// `struct if_nextdqblk` has the id where `struct if_dqblk` is padded.
    static long idOf(byte[] next) {
        int id = ByteBuffer.wrap(next).order(ByteOrder.nativeOrder()).getInt(VALID + Integer.BYTES);
        return Integer.toUnsignedLong(id);
    }

    /// Sets nothing until told to.
    static DquotBlock empty() {
        return new DquotBlock(new byte[SIZE]);
    }

    /// Sets these bounds on another id, and nothing else of what is held here.
    DquotBlock boundsOnly() {
        DquotBlock bounds = empty();
        for (int at : new int[] {SPACE_HARD, SPACE_SOFT, INODES_HARD, INODES_SOFT}) {
            bounds.struct.putLong(at, struct.getLong(at));
        }
        return bounds.valid(QIF_BLIMITS | QIF_ILIMITS);
    }

    /// Lifts all bounds.
    static DquotBlock unbounded() {
        return empty().withSpace(DiskSpec.UNBOUNDED).withInodes(DiskSpec.UNBOUNDED);
    }

    byte[] bytes() {
        return struct.array();
    }

    /// Nothing is charged to the id.
    boolean isUnused() {
        return struct.getLong(SPACE_HELD) == 0 && struct.getLong(INODES_HELD) == 0;
    }

    /// A soft bound is exceeded, and has been since a moment that the kernel knows.
    boolean hasBegunGrace() {
        return struct.getLong(SPACE_TIME) != 0 || struct.getLong(INODES_TIME) != 0;
    }

    /// Whether a grace may run once these bounds are set on an id: one that runs already, or more
    /// held than a new soft bound allows. What is written in the same moment may begin one all the
    /// same; the next look finds that.
    boolean mayBeginGrace(DquotBlock before) {
        return before.hasBegunGrace()
                || isAbove(before.struct.getLong(SPACE_HELD), struct.getLong(SPACE_SOFT) * BLOCK)
                || isAbove(before.struct.getLong(INODES_HELD), struct.getLong(INODES_SOFT));
    }

    private static boolean isAbove(long held, long soft) {
        return soft != 0 && held > soft;
    }

    DquotBlock withSpace(BarrierLimit bounds) {
        struct.putLong(SPACE_SOFT, blocks(bounds.barrier()));
        struct.putLong(SPACE_HARD, blocks(bounds.limit()));
        return valid(QIF_BLIMITS);
    }

    DquotBlock withInodes(BarrierLimit bounds) {
        struct.putLong(INODES_SOFT, number(bounds.barrier()));
        struct.putLong(INODES_HARD, number(bounds.limit()));
        return valid(QIF_ILIMITS);
    }

    DquotBlock withSpaceTime(long second) {
        struct.putLong(SPACE_TIME, second);
        return valid(QIF_BTIME);
    }

    DquotBlock withInodeTime(long second) {
        struct.putLong(INODES_TIME, second);
        return valid(QIF_ITIME);
    }

    boolean setsAnything() {
        return struct.getInt(VALID) != 0;
    }

    private DquotBlock valid(int bit) {
        struct.putInt(VALID, struct.getInt(VALID) | bit);
        return this;
    }

    DiskUse space() {
        return new DiskUse(
                new Bytes(struct.getLong(SPACE_HELD)),
                new BarrierLimit(bytes(SPACE_SOFT), bytes(SPACE_HARD)),
                time(SPACE_TIME));
    }

    DiskUse inodes() {
        return new DiskUse(
                new Count(struct.getLong(INODES_HELD)),
                new BarrierLimit(count(INODES_SOFT), count(INODES_HARD)),
                time(INODES_TIME));
    }

    private OptionalLong time(int at) {
        long second = struct.getLong(at);
        return second == 0 ? OptionalLong.empty() : OptionalLong.of(second);
    }

    private Limit bytes(int at) {
        long blocks = struct.getLong(at);
        return blocks == 0 ? Limit.UNLIMITED : Limit.of(new Bytes(blocks * BLOCK));
    }

    private Limit count(int at) {
        long number = struct.getLong(at);
        return number == 0 ? Limit.UNLIMITED : Limit.of(new Count(number));
    }

    private static long blocks(Limit limit) {
        return number(limit) / BLOCK;
    }

    /// What the fields of [DiskSpec] hold.
    private static long number(Limit limit) {
        return switch (limit) {
            case Limit.Value(Bytes(long bytes)) -> bytes;
            case Limit.Value(Count(long count)) -> count;
            case Limit.Value _ ->
                    throw new IllegalArgumentException("not a bound of a disk: " + limit.text());
            case Limit.Unlimited _, Limit.NotManaged _ -> 0;
        };
    }
}
