package org.vzgit.kernel.cgroup;

import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `cpuunits` and `cpulimit` through the v1 cpu controller (scheduler/sched-design-CFS.rst,
/// scheduler/sched-bwc.rst).
///
/// `cpu.shares` is 2 to 262144, 1024 by default and equal to 1000 cpuunits; the kernel takes values
/// outside as the nearer end. `cpu.cfs_quota_us` is the CPU time in each `cpu.cfs_period_us`, at
/// least 1000, -1 for no bound. Lowering kills nothing.
record CpuV1() implements Controller {
    private static final String SHARES = "cpu.shares";
    private static final String QUOTA = "cpu.cfs_quota_us";
    private static final String PERIOD = "cpu.cfs_period_us";

    private static final double SHARES_PER_UNIT = 1.024;

    @Override
    public Control control() {
        return Control.CGROUP_V1;
    }

    @Override
    public Set<Resource> resources() {
        return Set.of(Resource.CPUUNITS, Resource.CPULIMIT);
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        if (resource == Resource.CPUUNITS) {
            long units = Values.number(limit).orElseThrow();
            cgroup.write(SHARES, Long.toString(Math.round(units * SHARES_PER_UNIT)));
        } else {
            setLimit(cgroup, limit);
        }
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return Usage.ofLimit(
                resource == Resource.CPUUNITS ? cgroup.read(SHARES, CpuV1::units) : limit(cgroup));
    }

    private static void setLimit(CgroupDirectory cgroup, Limit limit) throws OperationFailure {
        OptionalLong percent = Values.number(limit);
        if (percent.isEmpty()) {
            cgroup.write(QUOTA, "-1");
            return;
        }
        if (cgroup.require(PERIOD, CgroupText::number) != CpuQuota.PERIOD_US) {
            cgroup.write(PERIOD, Long.toString(CpuQuota.PERIOD_US));
        }
        cgroup.write(QUOTA, Long.toString(CpuQuota.quota(percent.getAsLong())));
    }

    private static Limit units(String text) {
        long units = Math.round(CgroupText.number(text) / SHARES_PER_UNIT);
        return Limit.of(new CpuUnits(Math.clamp(units, CpuUnits.MIN, CpuUnits.MAX)));
    }

    private static Reading<Limit> limit(CgroupDirectory cgroup) {
        return switch (cgroup.read(PERIOD, CgroupText::number)) {
            case Reading.Present<Long>(Long period) ->
                    cgroup.read(QUOTA, text -> limit(CgroupText.number(text), period));
            case Reading.Absent<Long> _ -> Reading.absent();
            case Reading.Unreadable<Long>(String reason) -> Reading.unreadable(reason);
        };
    }

    private static Limit limit(long quota, long period) {
        return quota < 0
                ? Limit.UNLIMITED
                : Limit.of(new CpuPercent(CpuQuota.percent(quota, period)));
    }
}
