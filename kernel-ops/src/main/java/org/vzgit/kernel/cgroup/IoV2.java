package org.vzgit.kernel.cgroup;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `iolimit`, `iopslimit` and `ioprio` through the v2 io controller (cgroup-v2.rst, "IO Interface
/// Files").
///
/// `io.max` holds four rates for each disk, `max` for no bound, ERANGE for 0; one write sets read
/// and write together and leaves the other two. Unlike v1 it counts write-back too. Lowering kills
/// nothing.
///
/// @param device the disk under the node home; empty when there is none to throttle
/// @param weight the file for `ioprio`; empty where the kernel has neither bfq nor iocost
record IoV2(String device, Optional<IoWeight> weight) implements Controller {
    private static final String LIMIT = "io.max";

    static Set<Resource> resources(String device, Optional<IoWeight> weight) {
        Set<Resource> resources = EnumSet.noneOf(Resource.class);
        if (!device.isEmpty()) {
            resources.add(Resource.IOLIMIT);
            resources.add(Resource.IOPSLIMIT);
        }
        if (weight.isPresent()) {
            resources.add(Resource.IOPRIO);
        }
        return resources;
    }

    @Override
    public Control control() {
        return Control.CGROUP_V2;
    }

    @Override
    public Set<Resource> resources() {
        return resources(device, weight);
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        if (resource == Resource.IOPRIO) {
            weight.orElseThrow().set(cgroup, limit);
            return;
        }
        String rate = Values.text(limit, CgroupText.MAX);
        String unit = unit(resource);
        cgroup.write(LIMIT, device + " r" + unit + "=" + rate + " w" + unit + "=" + rate);
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return resource == Resource.IOPRIO
                ? weight.orElseThrow().observe(cgroup)
                : Usage.ofLimit(cgroup.read(LIMIT, text -> limit(text, resource)));
    }

    private Limit limit(String text, Resource resource) {
        String unit = unit(resource);
        return CgroupText.device(text, device)
                .map(line ->
                        IoRate.of(
                                resource,
                                CgroupText.nested(line, "r" + unit),
                                CgroupText.nested(line, "w" + unit)))
                .orElse(Limit.UNLIMITED);
    }

    private static String unit(Resource resource) {
        return resource == Resource.IOLIMIT ? "bps" : "iops";
    }
}
