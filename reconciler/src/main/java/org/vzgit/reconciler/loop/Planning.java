package org.vzgit.reconciler.loop;

import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.schema.NodeName;

/// Decides what to do; a pure function.
@FunctionalInterface
public interface Planning {
    Plan plan(Desired desired, ObservedNode live);

    /// The planner, for one node.
    static Planning of(NodeName node) {
        return (desired, live) ->
                Planner.plan(new PlanRequest(desired.state(), node, desired.repository(), live));
    }
}
