package org.vzgit.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.schema.Rollout.Predecessor;

/// Which nodes come before which, as their documents say under `after`. A pure function of them.
public final class NodeOrder {
    private final SortedMap<NodeName, NodeSpec> nodes;
    private final Map<NodeName, SortedSet<NodeName>> before = new HashMap<>();

    public NodeOrder(SortedMap<NodeName, NodeSpec> nodes) {
        this.nodes = new TreeMap<>(nodes);
    }

    /// The nodes that come right before one. Whoever is named is among them, whether there is such
    /// a node or not: a misspelt name must not let a commit through.
    public SortedSet<NodeName> before(NodeName node) {
        return before.computeIfAbsent(node, this::find);
    }

    private SortedSet<NodeName> find(NodeName node) {
        SortedSet<NodeName> found = new TreeSet<>();
        NodeSpec spec = nodes.get(node);
        if (spec != null) {
            spec.safety().after().forEach(one -> found.addAll(matching(one)));
        }
        return found;
    }

    /// The nodes that an entry of `after` means; a label means none where nobody has it.
    public SortedSet<NodeName> matching(Predecessor predecessor) {
        SortedSet<NodeName> found = new TreeSet<>();
        if (predecessor.value().isEmpty()) {
            found.add(new NodeName(predecessor.name()));
        } else {
            nodes.values().stream()
                    .filter(node -> predecessor.matches(node.name().value(), node.labels()))
                    .forEach(node -> found.add(node.name()));
        }
        return found;
    }

    /// The shortest way on which a node waits for itself: `[hn1, hn2, hn1]`.
    ///
    /// @return empty when it does not
    public List<NodeName> circle(NodeName node) {
        Map<NodeName, NodeName> reachedFrom = new HashMap<>();
        Deque<NodeName> next = new ArrayDeque<>(List.of(node));
        while (!next.isEmpty()) {
            NodeName at = next.removeFirst();
            for (NodeName earlier : before(at)) {
                if (reachedFrom.putIfAbsent(earlier, at) == null) {
                    next.addLast(earlier);
                }
            }
            if (reachedFrom.containsKey(node)) {
                return way(node, reachedFrom);
            }
        }
        return List.of();
    }

    private static List<NodeName> way(NodeName node, Map<NodeName, NodeName> reachedFrom) {
        List<NodeName> way = new ArrayList<>(List.of(node));
        NodeName at = reachedFrom.getOrDefault(node, node);
        while (!at.equals(node)) {
            way.addFirst(at);
            at = reachedFrom.getOrDefault(at, node);
        }
        way.addFirst(node);
        return way;
    }
}
