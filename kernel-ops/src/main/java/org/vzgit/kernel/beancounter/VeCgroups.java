package org.vzgit.kernel.beancounter;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// What beancounters need of the VEs' cgroups.
public interface VeCgroups {
    /// Every VE that has a cgroup.
    SortedSet<VeId> list();

    /// The VE's cgroup in the hierarchy of the memory controller; empty where the node has none of
    /// that version.
    Optional<Path> memory(VeId veid, Control control);

    /// A directory that lives exactly as long as the VE's cgroup and takes extended attributes; the
    /// same one for as long as the node is up.
    Path home(VeId veid);

    /// The host pids in the VE, the lowest first.
    List<Integer> processes(VeId veid);

    Usage usage(VeId veid, Resource resource);

    void set(VeId veid, Resource resource, Limit limit) throws OperationFailure;
}
