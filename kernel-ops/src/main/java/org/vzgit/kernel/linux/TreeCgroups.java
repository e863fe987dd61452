package org.vzgit.kernel.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.vzgit.kernel.beancounter.VeCgroups;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// The cgroups of the running kernel, as beancounters want them.
record TreeCgroups(CgroupTree tree) implements VeCgroups {
    @Override
    public SortedSet<VeId> list() {
        return tree.list();
    }

    @Override
    public Optional<Path> memory(VeId veid, Control control) {
        return tree.memory(veid, control);
    }

    @Override
    public Path home(VeId veid) {
        return tree.first(veid);
    }

    @Override
    public List<Integer> processes(VeId veid) {
        return tree.processesCounted(veid);
    }

    @Override
    public Usage usage(VeId veid, Resource resource) {
        return tree.usage(veid, resource);
    }

    @Override
    public void set(VeId veid, Resource resource, Limit limit) throws OperationFailure {
        tree.set(veid, resource, limit);
    }
}
