package org.vzgit.kernel.cgroup;

import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `cpumask` and `nodemask` through the v2 cpuset controller (cgroup-v2.rst, "Cpuset Interface
/// Files").
///
/// Reads back what was written; empty means all that the parent has. CPUs that the node lacks are
/// kept but have no effect, beyond the kernel's ceiling it is ERANGE or EINVAL. Changing the memory
/// nodes moves the pages.
record CpusetV2() implements Controller {

    @Override
    public Control control() {
        return Control.CGROUP_V2;
    }

    @Override
    public Set<Resource> resources() {
        return Set.of(Resource.CPUMASK, Resource.NODEMASK);
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        cgroup.write(file(resource), limit instanceof Limit.Value value ? value.text() : "");
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return Usage.ofLimit(cgroup.read(file(resource), CpusetV2::limit));
    }

    private static String file(Resource resource) {
        return resource == Resource.CPUMASK ? "cpuset.cpus" : "cpuset.mems";
    }

    private static Limit limit(String text) {
        return text.isBlank() ? Limit.UNLIMITED : Limit.of(new CpuSet(text));
    }
}
