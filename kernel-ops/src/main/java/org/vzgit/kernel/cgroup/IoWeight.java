package org.vzgit.kernel.cgroup;

import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;

/// `ioprio` as a weight, whose range is 1 to 1000 (bfq) or 1 to 10000 (`io.weight`), 100 by
/// default.
///
/// The OpenVZ kernel gave priorities 0 to 7 the CFQ weights 320, 365, 410, 460, 500, 550, 600 and
/// 640. A fifth of each keeps the ratios exactly and makes the default priority the default weight.
///
/// @param file `io.bfq.weight`, `io.weight` or `blkio.bfq.weight`
record IoWeight(String file) {
    private static final int[] WEIGHTS = {64, 73, 82, 92, 100, 110, 120, 128};

    void set(CgroupDirectory cgroup, Limit limit) throws OperationFailure {
        int priority = Math.toIntExact(Values.number(limit).orElseThrow());
        cgroup.write(file, Integer.toString(WEIGHTS[priority]));
    }

    Usage observe(CgroupDirectory cgroup) {
        return Usage.ofLimit(
                cgroup.read(
                        file, text -> Limit.of(new IoPriority(nearest(CgroupText.weight(text))))));
    }

    private static int nearest(long weight) {
        int nearest = 0;
        for (int priority = 1; priority < WEIGHTS.length; priority++) {
            if (Math.abs(WEIGHTS[priority] - weight) < Math.abs(WEIGHTS[nearest] - weight)) {
                nearest = priority;
            }
        }
        return nearest;
    }
}
