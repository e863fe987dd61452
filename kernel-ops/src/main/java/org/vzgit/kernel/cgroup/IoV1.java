package org.vzgit.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `iolimit`, `iopslimit` and `ioprio` through the v1 blkio controller
/// (cgroup-v1/blkio-controller.rst).
///
/// A rate is set by `MAJOR:MINOR RATE` for a whole disk (ENODEV for what is none), taken away by
/// rate 0. v1 throttles what reaches the disk from the VE's own processes: reads and direct writes,
/// not write-back of the page cache. Lowering kills nothing.
///
/// @param device the disk under the node home; empty when there is none to throttle
/// @param weight the file for `ioprio`; empty where the kernel has no bfq
record IoV1(String device, Optional<IoWeight> weight) implements Controller {

    @Override
    public Control control() {
        return Control.CGROUP_V1;
    }

    @Override
    public Set<Resource> resources() {
        return IoV2.resources(device, weight);
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        if (resource == Resource.IOPRIO) {
            weight.orElseThrow().set(cgroup, limit);
            return;
        }
        String line = device + " " + Values.text(limit, "0");
        cgroup.write(file("read", resource), line);
        cgroup.write(file("write", resource), line);
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        if (resource == Resource.IOPRIO) {
            return weight.orElseThrow().observe(cgroup);
        }
        return Usage.ofLimit(rates(cgroup, resource));
    }

    private Reading<Limit> rates(CgroupDirectory cgroup, Resource resource) {
        return switch (cgroup.read(file("read", resource), this::rate)) {
            case Reading.Present<OptionalLong>(OptionalLong read) ->
                    cgroup.read(
                            file("write", resource), text -> IoRate.of(resource, read, rate(text)));
            case Reading.Absent<OptionalLong> _ -> Reading.absent();
            case Reading.Unreadable<OptionalLong>(String reason) -> Reading.unreadable(reason);
        };
    }

    /// Rate 0 is none: the kernel shows no line then, but takes such a line.
    private OptionalLong rate(String text) {
        long rate = CgroupText.device(text, device).map(CgroupText::number).orElse(0L);
        return rate == 0 ? OptionalLong.empty() : OptionalLong.of(rate);
    }

    private static String file(String direction, Resource resource) {
        String unit = resource == Resource.IOLIMIT ? "bps" : "iops";
        return "blkio.throttle." + direction + "_" + unit + "_device";
    }
}
