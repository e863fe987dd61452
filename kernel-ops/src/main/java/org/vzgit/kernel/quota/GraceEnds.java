package org.vzgit.kernel.quota;

import org.vzgit.kernel.quota.QuotaCalls.GraceTimes;
import org.vzgit.kernel.state.DiskUse;

/// Where the ends of graces that have begun are to stand. The kernel sets an end when the soft
/// bound is crossed, to now and the file system's grace time; so the moment of crossing is known,
/// and the VE's own time counts from it.
record GraceEnds(long space, long inodes) {
    /// No grace has begun.
    static final GraceEnds NONE = new GraceEnds(0, 0);

    /// @param note the ends that were moved before: those stay
    static GraceEnds of(DquotBlock seen, GraceTimes times, DiskNote note) {
        long grace = note.terms().graceSeconds();
        return new GraceEnds(
                end(seen.space(), times.space(), grace, note.spaceTime()),
                end(seen.inodes(), times.inodes(), grace, note.inodeTime()));
    }

    private static long end(DiskUse use, long systems, long own, long moved) {
        long end = use.graceEnds().orElse(0);
        return end == 0 || end == moved || systems == own ? end : end - systems + own;
    }

    /// Whether an end stands elsewhere than it is to.
    boolean differFrom(DquotBlock seen) {
        return space != seen.space().graceEnds().orElse(0)
                || inodes != seen.inodes().graceEnds().orElse(0);
    }
}
