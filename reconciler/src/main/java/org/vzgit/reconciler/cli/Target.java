package org.vzgit.reconciler.cli;

import java.util.Optional;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;

/// A desired state that was read, and the node in it that this host is.
///
/// @param repository the id that the desired state writes into owner marks
record Target(SourceLocation location, String repository, DesiredState desired, NodeName node) {

    PlanRequest request(ObservedNode observed) {
        return new PlanRequest(desired, node, repository, observed);
    }

    Defaults toDefaults() {
        return new Defaults(Optional.of(location), Optional.of(node));
    }
}
