package org.vzgit.schema;

import java.util.List;

/// How careful to be on a node.
///
/// @param removals how many VEs may go because their documents are gone
/// @param freeze the times in which changes wait
public record NodeSafety(RemovalBudget removals, List<FreezeWindow> freeze) {
    /// For a node of which nothing is written, or that no document describes.
    public static final NodeSafety DEFAULT = new NodeSafety(RemovalBudget.DEFAULT, List.of());

    public NodeSafety {
        freeze = List.copyOf(freeze);
    }
}
