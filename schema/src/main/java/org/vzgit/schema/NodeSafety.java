package org.vzgit.schema;

import java.util.List;
import org.vzgit.schema.Rollout.Predecessor;

/// How careful to be on a node.
///
/// @param removals how many VEs may go because their documents are gone
/// @param freeze the times in which changes wait
/// @param after the nodes that carry out a commit before this one takes it; see [NodeOrder]
public record NodeSafety(
        RemovalBudget removals, List<FreezeWindow> freeze, List<Predecessor> after) {
    /// For a node of which nothing is written, or that no document describes.
    public static final NodeSafety DEFAULT = new NodeSafety(RemovalBudget.DEFAULT, List.of());

    public NodeSafety {
        freeze = List.copyOf(freeze);
        after = List.copyOf(after);
    }

    /// For a node that comes after no other.
    public NodeSafety(RemovalBudget removals, List<FreezeWindow> freeze) {
        this(removals, freeze, List.of());
    }
}
