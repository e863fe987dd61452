package org.vzgit.reconciler.cli;

import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.schema.DesiredState;

/// A desired state that was read, for the node that this host is.
///
/// @param repository the id that the desired state writes into owner marks
record Target(Aim aim, String repository, DesiredState desired) {

    PlanRequest request(ObservedNode observed) {
        return new PlanRequest(desired, aim.node(), repository, observed);
    }
}
