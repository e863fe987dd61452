package org.vzgit.kernel.cgroup;

import java.util.List;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// The devices that a VE may open, through the v1 devices controller (cgroup-v1/devices.rst). A new
/// cgroup has its parent's list, which at the top is "everything".
///
/// Where this controller is not mounted, [DevicesV2] keeps the same rules on cgroup v2. Either is a
/// second line of defence: root in a user namespace cannot make device nodes (mknod(2): EPERM) and
/// the VE's /dev has nodes for these very rules.
record DevicesV1() implements Controller {
    /// Written to `devices.deny`: forget all exceptions, refuse everything.
    private static final String EVERYTHING = "a";

    private static final List<String> ALLOWED =
            DeviceRule.ALLOWED.stream().map(DeviceRule::line).toList();

    @Override
    public Control control() {
        return Control.CGROUP_V1;
    }

    @Override
    public Set<Resource> resources() {
        return Set.of();
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit) {
        throw new IllegalArgumentException(resource.key() + " is not bounded by devices");
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        throw new IllegalArgumentException(resource.key() + " is not bounded by devices");
    }

    /// Leaves a list alone that no longer allows everything: it is in force, and rewriting it would
    /// refuse devices to a running VE for a moment.
    @Override
    public void prepare(CgroupDirectory cgroup) throws OperationFailure {
        if (prepared(cgroup)) {
            return;
        }
        cgroup.write("devices.deny", EVERYTHING);
        for (String device : ALLOWED) {
            cgroup.write("devices.allow", device);
        }
    }

    /// Whether exactly the wanted devices may be opened; what cannot be read is not complained
    /// about twice.
    @Override
    public boolean prepared(CgroupDirectory cgroup) {
        return switch (cgroup.read("devices.list", text -> List.of(text.strip().split("\n")))) {
            case Reading.Present<List<String>>(List<String> list) ->
                    list.containsAll(ALLOWED) && list.size() == ALLOWED.size();
            case Reading.Absent<List<String>> _, Reading.Unreadable<List<String>> _ -> true;
        };
    }
}
