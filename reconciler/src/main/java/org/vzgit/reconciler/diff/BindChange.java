package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.VeSpec;

/// Which of the node's directories a running VE has too many, and which it lacks.
///
/// @param remove the deepest target first: a directory in another one goes before it
/// @param add the other way round
public record BindChange(List<BindMount> remove, List<BindMount> add) {
    public BindChange {
        remove = List.copyOf(remove);
        add = List.copyOf(add);
    }

    public static BindChange of(VeSpec spec, ObservedInit init) {
        SortedMap<String, BindMount> wanted = byTarget(spec.bindMounts());
        SortedMap<String, BindMount> seen = init.binds().toOptional().orElse(new TreeMap<>());
        List<BindMount> remove = new ArrayList<>(seen.values());
        remove.removeAll(wanted.values());
        Collections.reverse(remove);
        List<BindMount> add = new ArrayList<>(wanted.values());
        add.removeAll(seen.values());
        return new BindChange(remove, add);
    }

    /// In the order in which they can be made.
    public static List<BindMount> inOrder(VeSpec spec) {
        return List.copyOf(byTarget(spec.bindMounts()).values());
    }

    /// As a VE that is as wanted sees them.
    public static SortedMap<String, BindMount> byTarget(List<BindMount> mounts) {
        SortedMap<String, BindMount> byTarget = new TreeMap<>();
        mounts.forEach(mount -> byTarget.put(mount.target(), mount));
        return byTarget;
    }
}
