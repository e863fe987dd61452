package org.vzgit.schema;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A hardware node as far as people write it down.
public record NodeSpec(
        NodeName name,
        SortedMap<String, String> labels,
        NodeSupply supply,
        NodeSafety safety,
        Origin origin) {

    public NodeSpec {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /// A node of which nothing but its user ids is known.
    public NodeSpec(
            NodeName name,
            SortedMap<String, String> labels,
            UidRange uidRange,
            int removalBudget,
            Origin origin) {
        this(
                name,
                labels,
                NodeSupply.of(uidRange),
                new NodeSafety(RemovalBudget.of(removalBudget), List.of()),
                origin);
    }

    public UidRange uidRange() {
        return supply.uidRange();
    }
}
