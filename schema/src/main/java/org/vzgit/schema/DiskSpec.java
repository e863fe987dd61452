package org.vzgit.schema;

/// What a VE may have of its node's disk, as soft and hard bounds: the barrier of a [BarrierLimit]
/// is the soft one. Crossing soft is allowed for the grace time, crossing hard never.
///
/// @param space in [Bytes]; both not managed when nothing was written
/// @param inodes in [Count]; both not managed when nothing was written
/// @param terms what holds beside the bounds
public record DiskSpec(BarrierLimit space, BarrierLimit inodes, DiskTerms terms) {
    public static final BarrierLimit UNMANAGED = BarrierLimit.both(Limit.NOT_MANAGED);

    public static final BarrierLimit UNBOUNDED = BarrierLimit.both(Limit.UNLIMITED);

    /// Nothing was written.
    public static final DiskSpec NONE = new DiskSpec(UNMANAGED, UNMANAGED, DiskTerms.DEFAULT);

    /// Whether any bound is wanted: then a VE must not run on an area that cannot have it.
    public boolean isBounded() {
        return bounds(space) || bounds(inodes) || terms.userQuota() > 0;
    }

    /// Whether the documents say anything at all about the disk.
    public boolean isManaged() {
        return !equals(NONE);
    }

    public static boolean isManaged(BarrierLimit bounds) {
        return !(bounds.limit() instanceof Limit.NotManaged);
    }

    private static boolean bounds(BarrierLimit bounds) {
        return bounds.barrier() instanceof Limit.Value || bounds.limit() instanceof Limit.Value;
    }
}
