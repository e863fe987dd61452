package org.vzgit.schema;

/// What no kernel object holds of a VE's disk quota.
///
/// @param graceSeconds how long a soft bound may be exceeded; 0 makes soft bounds hard ones
/// @param userQuota how many users and groups inside may have bounds of their own; 0 for none
public record DiskTerms(long graceSeconds, int userQuota) {
    /// `MAX_DQ_TIME` and `MAX_IQ_TIME` of linux/quota.h: what a file system grants unless told
    /// otherwise.
    public static final long GRACE_SECONDS_DEFAULT = 7 * 24 * 60 * 60;

    /// The on-disk format of a project's file keeps grace times in 32 bits (quotaio_v2.h); OpenVZ
    /// takes no more than an int.
    public static final long GRACE_SECONDS_MAX = Integer.MAX_VALUE;

    public static final DiskTerms DEFAULT = new DiskTerms(GRACE_SECONDS_DEFAULT, 0);

    public DiskTerms {
        if (graceSeconds < 0 || graceSeconds > GRACE_SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "grace time " + graceSeconds + " is outside 0.." + GRACE_SECONDS_MAX);
        }
        if (userQuota < 0) {
            throw new IllegalArgumentException("negative number of ids: " + userQuota);
        }
    }
}
