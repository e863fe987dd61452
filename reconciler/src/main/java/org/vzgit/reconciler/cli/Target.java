package org.vzgit.reconciler.cli;

import java.time.Instant;
import java.util.Collections;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.Gate;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.schema.DesiredState;

/// A desired state that was read, for the node that this host is.
///
/// @param repository the id that the desired state writes into owner marks
record Target(Aim aim, String repository, DesiredState desired) {

    PlanRequest request(ObservedNode observed) {
        return new PlanRequest(desired, aim.node(), repository, observed);
    }

    /// What would be done now: without what people want left as it is, and what waits for another
    /// time.
    Plan plan(ObservedNode observed, Globals globals) throws CommandFailure {
        return gate(globals).apply(Planner.plan(request(observed)), desired);
    }

    /// The same decision for several looks at the node, at one time.
    Gate gate(Globals globals) throws CommandFailure {
        Instant now = Instant.now();
        return new Gate(
                new Agent(globals.home()).holds(now).reasons(), Collections.emptySortedMap(), now);
    }
}
