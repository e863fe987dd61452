package org.vzgit.reconciler.loop;

import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.Plan;

/// Decides what to do; a pure function.
@FunctionalInterface
public interface Planning {
    Plan plan(Desired desired, ObservedNode live);
}
