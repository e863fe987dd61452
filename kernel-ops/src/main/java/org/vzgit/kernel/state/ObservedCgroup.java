package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.vzgit.schema.Resource;

/// A VE's cgroups in all hierarchies, seen as one.
///
/// @param complete false when some hierarchy lacks the VE's cgroup, or a cgroup lacks what it must
///   have before processes join, such as the restriction of devices: the rest of an interrupted
///   creation or removal
/// @param usages each resource that this node controls
public record ObservedCgroup(boolean complete, Map<Resource, Usage> usages) {
    public ObservedCgroup {
        usages = Collections.unmodifiableMap(new TreeMap<>(usages));
    }
}
