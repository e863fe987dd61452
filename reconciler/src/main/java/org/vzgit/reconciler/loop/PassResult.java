package org.vzgit.reconciler.loop;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.VeId;

/// How a pass found and left the node.
///
/// @param live the node at the end
/// @param remaining what would still have to be done
/// @param applied empty when nothing was to be done, or everything is backing off
/// @param backingOff VEs that were left alone because they failed lately or an operation that was
///   given up still works on them
public record PassResult(
        Desired desired,
        ObservedNode live,
        Plan remaining,
        Optional<Applied> applied,
        SortedSet<VeId> backingOff) {
    public PassResult {
        backingOff = Collections.unmodifiableSortedSet(new TreeSet<>(backingOff));
    }

    /// The node is as it should be, as far as anything may be done about it.
    public boolean converged() {
        return remaining.isEmpty() && applied.map(Applied::allDone).orElse(true);
    }

    /// Something was done, so that more may be possible now.
    boolean progressed() {
        return applied.filter(one -> one.done() > 0).isPresent();
    }
}
