package org.vzgit.reconciler.review;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;

/// Everything that a review is a function of.
///
/// @param only the nodes to look at; empty means all
/// @param snapshots at most one counts for each node: the newest
/// @param allowed the cuts below what is held that the head commit asks for by name
public record ReviewRequest(
        DesiredState base,
        DesiredState head,
        SortedSet<NodeName> only,
        List<NodeSnapshot> snapshots,
        AllowedCuts allowed) {

    public ReviewRequest {
        only = Collections.unmodifiableSortedSet(new TreeSet<>(only));
        snapshots = List.copyOf(snapshots);
    }

    Optional<NodeSnapshot> snapshotOf(NodeName node) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.node().equals(node))
                .max((one, other) -> one.takenAt().compareTo(other.takenAt()));
    }

    /// Every node that either revision describes or has VEs for, by name.
    SortedSet<NodeName> nodes() {
        SortedSet<NodeName> nodes = new TreeSet<>();
        for (DesiredState state : List.of(base, head)) {
            nodes.addAll(state.nodes().keySet());
            state.ves().values().forEach(spec -> nodes.add(spec.node()));
        }
        if (!only.isEmpty()) {
            nodes.retainAll(only);
        }
        return nodes;
    }
}
