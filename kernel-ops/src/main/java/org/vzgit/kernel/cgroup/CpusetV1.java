package org.vzgit.kernel.cgroup;

import java.util.Set;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `cpumask` and `nodemask` through the v1 cpuset controller (cgroup-v1/cpusets.rst).
///
/// A v1 cpuset has no word for "all": both masks are empty in a new one, nothing can join until
/// they are filled, and a child's must lie within its parent's (EACCES). "Unlimited" is therefore
/// written as the root's mask. To tell it from a mask that somebody wrote and that happens to be
/// the whole node, a flag of the cpuset goes with each written mask: `cgroup.clone_children` is off
/// where the CPUs were chosen (new child cpusets would inherit them), `cpuset.memory_migrate` is on
/// where the memory nodes were (pages follow a change).
///
/// CPUs outside the node are EINVAL or ERANGE (6.18).
///
/// @param top the root cpuset, whose masks are all that there is
/// @param parent the cpuset between the root and the VEs
record CpusetV1(CgroupDirectory top, CgroupDirectory parent) implements Controller {

    /// The two masks and what tells that one was chosen.
    private enum Mask {
        CPUS("cpuset.cpus", "cgroup.clone_children", "0", "1"),
        MEMS("cpuset.mems", "cpuset.memory_migrate", "1", "0");

        private final String file;
        private final String flag;
        private final String chosen;
        private final String inherited;

        Mask(String file, String flag, String chosen, String inherited) {
            this.file = file;
            this.flag = flag;
            this.chosen = chosen;
            this.inherited = inherited;
        }

        static Mask of(Resource resource) {
            return resource == Resource.CPUMASK ? CPUS : MEMS;
        }
    }

    @Override
    public Control control() {
        return Control.CGROUP_V1;
    }

    @Override
    public Set<Resource> resources() {
        return Set.of(Resource.CPUMASK, Resource.NODEMASK);
    }

    /// The mask is written before its flag: a crash between the two leaves a state that is observed
    /// as different from what was wanted, and is written again.
    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        Mask mask = Mask.of(resource);
        String all = all(mask);
        if (!parent.require(mask.file, String::strip).equals(all)) {
            parent.write(mask.file, all);
        }
        if (limit instanceof Limit.Value value) {
            cgroup.write(mask.file, value.text());
            cgroup.write(mask.flag, mask.chosen);
        } else {
            cgroup.write(mask.file, all);
            cgroup.write(mask.flag, mask.inherited);
        }
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return Usage.ofLimit(limit(cgroup, Mask.of(resource)));
    }

    @Override
    public void prepareParent(CgroupDirectory cgroup) throws OperationFailure {
        prepare(cgroup);
    }

    /// Fills empty masks from the root's. `cgroup.clone_children` on the parent makes later
    /// children begin filled.
    @Override
    public void prepare(CgroupDirectory cgroup) throws OperationFailure {
        for (Mask mask : Mask.values()) {
            if (cgroup.require(mask.file, String::isBlank)) {
                cgroup.write(mask.file, all(mask));
                cgroup.write(mask.flag, mask.inherited);
            }
        }
    }

    @Override
    public boolean prepared(CgroupDirectory cgroup) {
        for (Mask mask : Mask.values()) {
            if (cgroup.read(mask.file, String::isBlank) instanceof Reading.Present<Boolean> blank
                    && blank.value()) {
                return false;
            }
        }
        return true;
    }

    private String all(Mask mask) throws OperationFailure {
        String all = top.require(mask.file, String::strip);
        if (all.isEmpty()) {
            throw new OperationFailure(
                    FailureKind.UNSUPPORTED, mask.file + " of the root cpuset is empty");
        }
        return all;
    }

    private Reading<Limit> limit(CgroupDirectory cgroup, Mask mask) {
        return switch (cgroup.read(mask.file, String::strip)) {
            case Reading.Present<String>(String list) -> limit(cgroup, mask, list);
            case Reading.Absent<String> _ -> Reading.absent();
            case Reading.Unreadable<String>(String reason) -> Reading.unreadable(reason);
        };
    }

    private Reading<Limit> limit(CgroupDirectory cgroup, Mask mask, String list) {
        if (list.isEmpty()) {
            return Reading.absent();
        }
        boolean whole = reads(top, mask.file, list);
        return whole && !reads(cgroup, mask.flag, mask.chosen)
                ? Reading.present(Limit.UNLIMITED)
                : Reading.present(Limit.of(new CpuSet(list)));
    }

    private static boolean reads(CgroupDirectory cgroup, String file, String text) {
        return cgroup.read(file, String::strip) instanceof Reading.Present<String>(String value)
                && value.equals(text);
    }
}
