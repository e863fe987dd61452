package org.vzgit.schema;

/// The host user and group ids that a node may give to VEs, as blocks of [#BLOCK] ids, one VE each.
///
/// @param first the first id, a multiple of [#BLOCK], at least [#BLOCK]: ids below belong to the
///   host
/// @param blocks how many blocks, at least 1
public record UidRange(long first, int blocks) {
    /// What a full system inside needs: 0 to 65535 (user_namespaces(7)).
    public static final int BLOCK = 65_536;

    /// The highest host id is 2^32 - 2; 2^32 - 1 means "no id" (chown(2)).
    public static final long END_MAX = 1L << 32;

    /// 16,384 VEs from id 1,073,741,824 on: above what adduser(8), systemd and subuid(5) hand out.
    public static final UidRange DEFAULT = new UidRange(1L << 30, 16_384);

    public UidRange {
        if (first < BLOCK
                || first % BLOCK != 0
                || blocks < 1
                || first + (long) blocks * BLOCK > END_MAX) {
            throw new IllegalArgumentException(
                    "not a range of uid blocks: " + first + " + " + blocks + " blocks");
        }
    }

    /// The first host id of a block, counted from 0.
    public long baseOf(int block) {
        if (block < 0 || block >= blocks) {
            throw new IllegalArgumentException("block " + block + " is outside 0.." + (blocks - 1));
        }
        return first + (long) block * BLOCK;
    }
}
