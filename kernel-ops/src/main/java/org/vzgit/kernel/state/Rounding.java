package org.vzgit.kernel.state;

import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;

/// What the kernel makes of a bound: the value that it reports after a value was set.
///
/// The differ compares rounded values, the controllers write them and the simulator keeps them, so
/// a value that the kernel cannot hold exactly is never a difference for ever. Rounding twice is
/// rounding once.
public final class Rounding {
    /// `PID_MAX_LIMIT` (linux/threads.h): more tasks cannot exist, and `pids.max` refuses more with
    /// EINVAL, so a higher bound is none.
    public static final long PIDS_MAX = 4_194_304;

    /// From here on v1 memory counts as unlimited: 4 EiB less a page. `memory.limit_in_bytes` must
    /// not be above `memory.memsw.limit_in_bytes`, so RAM without a bound beside bounded swap is
    /// written as this much, and the sum as this much plus swap. Less than half of [Pages#MAX], so
    /// that the highest sum is not taken for "unlimited".
    public static final long MEMORY_V1_UNLIMITED_PAGES = (1L << 50) - 1;

    /// `blk-throttle` keeps operations in 32 bits, all ones meaning no bound. v1 truncates what is
    /// above instead of refusing it (6.18: 4294967296 reads back as 0 and stops all I/O).
    public static final long IOPS_UNLIMITED = 0xffff_ffffL;

    /// `cpu.shares` ends at 262144 (kernel/sched, `MAX_SHARES`), which is 256000 cpuunits.
    public static final int CPUUNITS_V1_MAX = 256_000;

    /// cpuunits for one `cpu.weight`, which is 1 to 10000 and 100 by default (cgroup-v2.rst).
    public static final int CPUUNITS_PER_WEIGHT = 10;

    private static final int WEIGHT_MIN = 1;
    private static final int WEIGHT_MAX = 10_000;

    private static final Limit CPUUNITS_DEFAULT = Limit.of(new CpuUnits(1000));
    private static final Limit IOPRIO_DEFAULT = Limit.of(new IoPriority(4));

    private Rounding() {}

    /// The bound that will be read back. Shares have no "unlimited": it stands for their default
    /// there. What is not managed, and what this node cannot bound, stays as it is.
    public static Limit readBack(Control control, Resource resource, Limit wanted) {
        return switch (control) {
            case ABSENT -> wanted;
            case CGROUP_V1, CGROUP_V2 ->
                    switch (wanted) {
                        case Limit.NotManaged _ -> wanted;
                        case Limit.Unlimited _ -> unlimited(resource);
                        case Limit.Value(Amount amount) -> value(control, amount);
                    };
        };
    }

    /// Whether an amount is of the kind that bounds a resource.
    public static boolean fits(Resource resource, Amount amount) {
        return switch (resource) {
            case PHYSPAGES, SWAPPAGES -> amount instanceof Pages;
            case NUMPROC -> amount instanceof Count;
            case CPUUNITS -> amount instanceof CpuUnits;
            case CPULIMIT -> amount instanceof CpuPercent;
            case CPUMASK, NODEMASK -> amount instanceof CpuSet;
            case IOPRIO -> amount instanceof IoPriority;
            case IOLIMIT -> amount instanceof BytesPerSecond;
            case IOPSLIMIT -> amount instanceof OpsPerSecond;
        };
    }

    private static Limit unlimited(Resource resource) {
        return switch (resource) {
            case CPUUNITS -> CPUUNITS_DEFAULT;
            case IOPRIO -> IOPRIO_DEFAULT;
            case PHYSPAGES, SWAPPAGES, NUMPROC, CPULIMIT, CPUMASK, NODEMASK, IOLIMIT, IOPSLIMIT ->
                    Limit.UNLIMITED;
        };
    }

    private static Limit value(Control control, Amount amount) {
        return switch (amount) {
            case Pages pages -> unlimitedFrom(pagesEnd(control), pages.value(), pages);
            case Count count -> unlimitedFrom(PIDS_MAX + 1, count.value(), count);
            case OpsPerSecond ops -> unlimitedFrom(IOPS_UNLIMITED, ops.value(), ops);
            case CpuUnits units -> Limit.of(cpuUnits(control, units));
            case Bytes _, BytesPerSecond _, CpuPercent _, CpuSet _, IoPriority _ ->
                    Limit.of(amount);
        };
    }

    private static Limit unlimitedFrom(long end, long value, Amount amount) {
        return value >= end ? Limit.UNLIMITED : Limit.of(amount);
    }

    /// v2 reports `max` from `PAGE_COUNTER_MAX` on (linux/page_counter.h), which is [Pages#MAX].
    private static long pagesEnd(Control control) {
        return control == Control.CGROUP_V1 ? MEMORY_V1_UNLIMITED_PAGES : Pages.MAX;
    }

    private static CpuUnits cpuUnits(Control control, CpuUnits units) {
        if (control == Control.CGROUP_V1) {
            return new CpuUnits(Math.min(units.value(), CPUUNITS_V1_MAX));
        }
        int weight = Math.divideExact(units.value() + CPUUNITS_PER_WEIGHT / 2, CPUUNITS_PER_WEIGHT);
        int legal = Math.clamp(weight, WEIGHT_MIN, WEIGHT_MAX);
        return new CpuUnits(legal * CPUUNITS_PER_WEIGHT);
    }
}
