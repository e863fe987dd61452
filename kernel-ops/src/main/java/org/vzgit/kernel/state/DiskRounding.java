package org.vzgit.kernel.state;

import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.Limit;

/// What the kernel makes of disk bounds: the values that it reports after they were set.
public final class DiskRounding {
    /// Bounds are kept in blocks: 1 KiB by ext4 (`QIF_DQBLKSIZE`, linux/quota.h), the file system's
    /// own by XFS, 4 KiB unless it was made otherwise. A bound of less than one would mean none.
    public static final long BLOCK_BYTES = 4096;

    private DiskRounding() {}

    /// The bounds in force once a spec is set. Rounding twice is rounding once.
    public static DiskSpec inForce(DiskSpec wanted, DiskLayout layout) {
        return switch (layout) {
            case PROJECT, AUTO, PLAIN -> ofProject(wanted);
            case SUBVOLUME, IMAGE -> hardOnly(wanted);
        };
    }

    /// Quota groups and images have one bound for space and none for inodes.
    private static DiskSpec hardOnly(DiskSpec wanted) {
        Limit soft = wanted.space().barrier();
        boolean atOnce = wanted.terms().graceSeconds() == 0 && soft instanceof Limit.Value;
        Limit hard = one(atOnce ? soft : wanted.space().limit());
        return new DiskSpec(BarrierLimit.both(hard), DiskSpec.UNMANAGED, wanted.terms());
    }

    private static DiskSpec ofProject(DiskSpec wanted) {
        return new DiskSpec(
                both(wanted.space(), wanted.terms()),
                both(wanted.inodes(), wanted.terms()),
                wanted.terms());
    }

    /// Without a grace time the soft bound is the hard one: no kernel object has a grace time of
    /// its own, and a file system's 0 would mean its default.
    private static BarrierLimit both(BarrierLimit wanted, DiskTerms terms) {
        Limit soft = one(wanted.barrier());
        return terms.graceSeconds() == 0 && soft instanceof Limit.Value
                ? BarrierLimit.both(soft)
                : new BarrierLimit(soft, one(wanted.limit()));
    }

    private static Limit one(Limit wanted) {
        return wanted instanceof Limit.Value(Amount amount) && amount instanceof Bytes(long bytes)
                ? Limit.of(new Bytes(Math.max(BLOCK_BYTES, bytes / BLOCK_BYTES * BLOCK_BYTES)))
                : wanted;
    }
}
