package org.vzgit.kernel.cgroup;

import java.util.List;
import java.util.random.RandomGenerator;
import org.vzgit.schema.Amount;
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

/// Bounds over the whole legal range of each resource, its ends more often than chance would.
///
/// @param masks the CPU lists that the node takes
public record RandomLimits(RandomGenerator random, List<String> masks) {

    public Limit next(Resource resource) {
        return random.nextInt(8) == 0 ? Limit.UNLIMITED : Limit.of(amount(resource));
    }

    private Amount amount(Resource resource) {
        return switch (resource) {
            case PHYSPAGES, SWAPPAGES -> new Pages(between(0, Pages.MAX));
            case NUMPROC -> new Count(between(0, 5_000_000));
            case CPUUNITS -> new CpuUnits((int) between(CpuUnits.MIN, CpuUnits.MAX));
            case CPULIMIT -> new CpuPercent((int) between(1, CpuPercent.MAX));
            case CPUMASK -> new CpuSet(masks.get(random.nextInt(masks.size())));
            case NODEMASK -> new CpuSet("0");
            case IOPRIO -> new IoPriority(random.nextInt(IoPriority.MAX + 1));
            case IOLIMIT -> new BytesPerSecond(between(1, Long.MAX_VALUE));
            case IOPSLIMIT -> new OpsPerSecond(between(1, 1L << 33));
        };
    }

    /// Every magnitude alike: a uniform choice would hardly ever be a number that people write.
    private long between(long min, long max) {
        return switch (random.nextInt(12)) {
            case 0 -> min;
            case 1 -> max;
            default -> {
                long magnitude = max >>> random.nextInt(Long.SIZE - Long.numberOfLeadingZeros(max));
                yield min + random.nextLong(Math.max(1, Math.min(magnitude, max - min)));
            }
        };
    }
}
