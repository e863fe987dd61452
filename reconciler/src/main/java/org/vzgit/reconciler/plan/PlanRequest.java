package org.vzgit.reconciler.plan;

import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSafety;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.UidRange;

/// Everything that a plan is a function of.
///
/// @param node which of the nodes in `desired` this one is
/// @param repository the id that this desired state writes into its owner marks
public record PlanRequest(
        DesiredState desired, NodeName node, String repository, ObservedNode live) {

    UidRange uidRange() {
        NodeSpec spec = desired.nodes().get(node);
        return spec == null ? UidRange.DEFAULT : spec.uidRange();
    }

    DiskLayout diskLayout() {
        NodeSpec spec = desired.nodes().get(node);
        return spec == null ? DiskLayout.AUTO : spec.supply().diskLayout();
    }

    /// The default for a node that no document describes.
    NodeSafety safety() {
        NodeSpec spec = desired.nodes().get(node);
        return spec == null ? NodeSafety.DEFAULT : spec.safety();
    }
}
