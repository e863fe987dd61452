package org.vzgit.kernel.cgroup;

import org.vzgit.schema.CpuPercent;

/// Percent of one CPU as CPU time in a period.
final class CpuQuota {
    /// The kernel's own default. Shorter periods cost more timer interrupts, longer ones let a VE
    /// that has used its share stand still longer (scheduler/sched-bwc.rst).
    static final long PERIOD_US = 100_000;

    private static final long PERCENT = 100;

    private CpuQuota() {}

    /// 1 % is 1000 microseconds, which is the least that the kernel takes.
    static long quota(long percent) {
        return percent * PERIOD_US / PERCENT;
    }

    /// Rounded up, so that a quota that somebody else wrote never looks like less than it is, and
    /// never like 0.
    static int percent(long quota, long period) {
        if (quota < 0 || period <= 0) {
            throw new IllegalArgumentException("quota " + quota + " in a period of " + period);
        }
        long percent = Math.ceilDiv(Math.multiplyExact(quota, PERCENT), period);
        return Math.clamp(percent, 1, CpuPercent.MAX);
    }
}
