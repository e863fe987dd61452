package org.vzgit.schema;

import java.util.SortedMap;

/// A hardware node as far as people write it down.
///
/// @param removalBudget how many VEs one pass may stop or destroy because their documents are gone
public record NodeSpec(
        NodeName name,
        SortedMap<String, String> labels,
        UidRange uidRange,
        int removalBudget,
        Origin origin) {

    /// One removal is what a reviewed commit usually means; more at once is usually an accident.
    public static final int REMOVAL_BUDGET_DEFAULT = 1;

    public NodeSpec {
        labels = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(labels));
        if (removalBudget < 0) {
            throw new IllegalArgumentException("negative removal budget: " + removalBudget);
        }
    }
}
