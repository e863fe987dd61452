package org.vzgit.kernel.cgroup;

import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `numproc` through the pids controller, whose files are the same in both versions
/// (cgroup-v1/pids.rst, cgroup-v2.rst "PID").
///
/// Counts threads. 0 lets no fork succeed; `max` is no bound; above 4194304 is EINVAL. Lowering
/// below held is legal and kills nothing: forks fail with EAGAIN until enough tasks have ended.
/// `pids.peak` is there since Linux 6.1.
record Pids(Control control) implements Controller {

    @Override
    public Set<Resource> resources() {
        return Set.of(Resource.NUMPROC);
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        cgroup.write("pids.max", Values.text(limit, CgroupText.MAX));
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return new Usage(
                cgroup.read(
                        "pids.max", text -> Values.limit(CgroupText.numberOrMax(text), Count::new)),
                cgroup.read("pids.current", text -> new Count(CgroupText.number(text))),
                cgroup.read("pids.peak", text -> new Count(CgroupText.number(text))),
                Values.present(cgroup.read("pids.events", text -> CgroupText.keyed(text, "max"))));
    }
}
