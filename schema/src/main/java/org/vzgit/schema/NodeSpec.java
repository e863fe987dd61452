package org.vzgit.schema;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A hardware node as far as people write it down.
///
/// @param removalBudget how many VEs one pass may stop or destroy because their documents are gone
public record NodeSpec(
        NodeName name,
        SortedMap<String, String> labels,
        NodeSupply supply,
        int removalBudget,
        Origin origin) {

    /// One removal is what a reviewed commit usually means; more at once is usually an accident.
    public static final int REMOVAL_BUDGET_DEFAULT = 1;

    public NodeSpec {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        if (removalBudget < 0) {
            throw new IllegalArgumentException("negative removal budget: " + removalBudget);
        }
    }

    /// A node of which nothing but its user ids is known.
    public NodeSpec(
            NodeName name,
            SortedMap<String, String> labels,
            UidRange uidRange,
            int removalBudget,
            Origin origin) {
        this(name, labels, NodeSupply.of(uidRange), removalBudget, origin);
    }

    public UidRange uidRange() {
        return supply.uidRange();
    }
}
