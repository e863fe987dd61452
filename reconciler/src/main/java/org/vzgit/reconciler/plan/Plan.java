package org.vzgit.reconciler.plan;

import java.util.List;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;

/// What would be done, as a value: nothing in it is looked up later.
///
/// @param changes one for each VE, by veid
/// @param steps in the order in which they are printed and, as far as they wait for each other,
///   applied
/// @param blocked what is wanted and will not be done, with reasons
public record Plan(
        NodeName node,
        Revision revision,
        List<Change> changes,
        List<Step> steps,
        List<Blocked> blocked) {
    public Plan {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
        blocked = List.copyOf(blocked);
    }

    /// Nothing to do; something may still be blocked.
    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
