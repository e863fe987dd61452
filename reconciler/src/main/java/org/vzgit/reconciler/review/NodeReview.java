package org.vzgit.reconciler.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.NodeName;

/// What a change means for one node.
///
/// @param plan from base to head
/// @param ves those that the change touches, the most dangerous first
/// @param capacity what the node promises and uses, before and after
/// @param blockedBefore how much is refused in head as it was in base
/// @param snapshot when the node was last looked at; empty without a snapshot
record NodeReview(
        NodeName node,
        Plan plan,
        List<VeReview> ves,
        List<CapacityRow> capacity,
        int blockedBefore,
        Optional<Instant> snapshot) {
    NodeReview {
        ves = List.copyOf(ves);
        capacity = List.copyOf(capacity);
    }

    /// A node whose own document changes can be touched without any of its VEs.
    boolean isTouched() {
        return !ves.isEmpty() || capacity.stream().anyMatch(row -> row.isKnown() && row.isChange());
    }

    /// The figures that a reviewer has to see.
    List<CapacityRow> told() {
        return capacity.stream().filter(CapacityRow::isTold).toList();
    }
}
