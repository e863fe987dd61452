package org.vzgit.reconciler.loop;

import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.Journal;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.schema.NodeName;

/// The node that a loop keeps as it should be.
public record ManagedNode(
        Kernel kernel, DesiredFeed feed, Planning planning, Journal journal, NodeFiles files) {
    /// Decides what to do; a pure function.
    @FunctionalInterface
    public interface Planning {
        Plan plan(Desired desired, ObservedNode live);

        /// The planner, for one node.
        static Planning of(NodeName node) {
            return (desired, live) ->
                    Planner.plan(
                            new PlanRequest(desired.state(), node, desired.repository(), live));
        }
    }
}
