package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

/// One look at a whole node.
///
/// @param ves every VE of which anything was found: a private area, a cgroup, a process or a link
/// @param templates the versions in the template cache
/// @param available the version that each known template would have if it were built now
public record ObservedNode(
        Features features,
        SortedMap<VeId, ObservedVe> ves,
        SortedSet<String> templates,
        SortedMap<TemplateName, TemplateRef> available) {
    public ObservedNode {
        ves = Collections.unmodifiableSortedMap(new TreeMap<>(ves));
        templates = Collections.unmodifiableSortedSet(new TreeSet<>(templates));
        available = Collections.unmodifiableSortedMap(new TreeMap<>(available));
    }

    /// The VE, or a value that says that nothing of it is here.
    public ObservedVe ve(VeId veid) {
        return ves.getOrDefault(veid, ObservedVe.nothing(veid));
    }
}
