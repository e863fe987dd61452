package org.vzgit.kernel.state;

import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// What the kernel makes of a value.
public final class Rounding {
    private Rounding() {}

    /// What the kernel will report after `wanted` was set.
    public static Limit readBack(Control control, Resource resource, Limit wanted) {
        if (control == Control.CGROUP_V2
                && wanted instanceof Limit.Value(CpuUnits(int units))
                && resource == Resource.CPUUNITS) {
            // cpu.weight is 1..10000 and 100 stands for 1000 units.
            int weight = Math.clamp(Math.round(units / 10.0), 1, 10_000);
            return Limit.of(new CpuUnits(Math.max(CpuUnits.MIN, weight * 10)));
        }
        return wanted;
    }
}
