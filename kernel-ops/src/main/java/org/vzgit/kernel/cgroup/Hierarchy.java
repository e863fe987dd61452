package org.vzgit.kernel.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.VeId;

/// One mounted cgroup hierarchy with the VEs' cgroups below its parent cgroup.
///
/// @param mount where it is mounted
/// @param tag the name of the parent cgroup
/// @param unified whether it is the v2 hierarchy
/// @param controllers those that bound something; none in a hierarchy that is only joined, such as
///   `name=systemd`
record Hierarchy(Path mount, String tag, boolean unified, List<Controller> controllers) {
    /// The v2 controllers that bound a VE's resources; others stay as the host has them.
    static final Set<String> BOUNDING = Set.of("cpu", "cpuset", "io", "memory", "pids");

    /// systemd inside nests about six levels, containers inside add as many; the VE's root may make
    /// cgroups at will in its delegated tree and removal has to walk them all.
    private static final int NESTED_DEPTH_MAX = 32;

    /// A VE with 1,000 services has about as many cgroups.
    private static final int NESTED_MAX = 10_000;

    Hierarchy {
        controllers = List.copyOf(controllers);
    }

    Hierarchy with(Controller another) {
        List<Controller> all = new ArrayList<>(controllers);
        all.add(another);
        return new Hierarchy(mount, tag, unified, all);
    }

    CgroupDirectory root() {
        return new CgroupDirectory(mount, "the node");
    }

    CgroupDirectory parent() {
        return new CgroupDirectory(mount, "the cgroup above all VEs").child(tag);
    }

    CgroupDirectory cgroup(VeId veid) {
        return new CgroupDirectory(mount, "VE " + veid).child(tag).child(veid.toString());
    }

    /// Makes the parent cgroup, ready for VEs below it. Idempotent.
    void makeParent() throws OperationFailure {
        parent().make();
        if (unified) {
            enableControllers(root());
            enableControllers(parent());
        }
        for (Controller controller : controllers) {
            controller.prepareParent(parent());
        }
    }

    /// Makes a VE's cgroup, ready to be joined. Idempotent.
    void make(VeId veid) throws OperationFailure {
        CgroupDirectory cgroup = cgroup(veid);
        if (cgroup.make() && unified) {
            cgroup.write("cgroup.max.depth", Integer.toString(NESTED_DEPTH_MAX));
            cgroup.write("cgroup.max.descendants", Integer.toString(NESTED_MAX));
        }
        for (Controller controller : controllers) {
            controller.prepare(cgroup);
        }
    }

    /// @throws ErrnoException when that cannot be told
    boolean prepared(VeId veid) throws ErrnoException {
        boolean prepared = true;
        for (Controller controller : controllers) {
            prepared &= controller.prepared(cgroup(veid));
        }
        return prepared;
    }

    /// Lets children have controllers, one write each: a write that names several takes none when
    /// one is refused (cgroup-v2.rst, "Enabling and Disabling").
    private static void enableControllers(CgroupDirectory cgroup) throws OperationFailure {
        Set<String> available = cgroup.require("cgroup.controllers", CgroupText::words);
        Set<String> enabled = cgroup.require("cgroup.subtree_control", CgroupText::words);
        for (String controller : available) {
            if (BOUNDING.contains(controller) && !enabled.contains(controller)) {
                cgroup.write("cgroup.subtree_control", "+" + controller);
            }
        }
    }
}
