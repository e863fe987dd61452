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
/// @param blockedBefore how much is refused in head as it was in base
/// @param snapshot when the node was last looked at; empty without a snapshot
record NodeReview(
        NodeName node,
        Plan plan,
        List<VeReview> ves,
        int blockedBefore,
        Optional<Instant> snapshot) {
    NodeReview {
        ves = List.copyOf(ves);
    }

    boolean isTouched() {
        return !ves.isEmpty();
    }
}
