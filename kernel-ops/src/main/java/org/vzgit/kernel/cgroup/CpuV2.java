package org.vzgit.kernel.cgroup;

import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `cpuunits` and `cpulimit` through the v2 cpu controller (cgroup-v2.rst, "CPU Interface Files").
///
/// `cpu.weight` is 1 to 10000, 100 by default and equal to 1000 cpuunits; ERANGE outside. `cpu.max`
/// holds quota and period in microseconds, `max` for no bound. Lowering kills nothing.
record CpuV2() implements Controller {
    private static final String WEIGHT = "cpu.weight";
    private static final String LIMIT = "cpu.max";

    @Override
    public Control control() {
        return Control.CGROUP_V2;
    }

    @Override
    public Set<Resource> resources() {
        return Set.of(Resource.CPUUNITS, Resource.CPULIMIT);
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        OptionalLong number = Values.number(limit);
        if (resource == Resource.CPUUNITS) {
            long weight = number.orElseThrow() / Rounding.CPUUNITS_PER_WEIGHT;
            cgroup.write(WEIGHT, Long.toString(weight));
        } else {
            String quota =
                    number.isPresent()
                            ? Long.toString(CpuQuota.quota(number.getAsLong()))
                            : CgroupText.MAX;
            cgroup.write(LIMIT, quota + " " + CpuQuota.PERIOD_US);
        }
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return Usage.ofLimit(
                resource == Resource.CPUUNITS
                        ? cgroup.read(WEIGHT, CpuV2::units)
                        : cgroup.read(LIMIT, CpuV2::limit));
    }

    private static Limit units(String text) {
        long units = CgroupText.number(text) * Rounding.CPUUNITS_PER_WEIGHT;
        return Limit.of(new CpuUnits(Math.clamp(units, CpuUnits.MIN, CpuUnits.MAX)));
    }

    private static Limit limit(String text) {
        String[] fields = text.strip().split(" ");
        if (fields.length != 2) {
            throw new IllegalArgumentException("not a quota and a period: " + text.strip());
        }
        OptionalLong quota = CgroupText.numberOrMax(fields[0]);
        long period = CgroupText.number(fields[1]);
        return Values.limit(quota, us -> new CpuPercent(CpuQuota.percent(us, period)));
    }
}
