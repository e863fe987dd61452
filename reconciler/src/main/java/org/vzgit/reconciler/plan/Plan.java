package org.vzgit.reconciler.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

/// What would be done, as a value: nothing in it is looked up later.
///
/// @param changes one for each VE, by veid
/// @param steps in the order in which they are printed and, as far as they wait for each other,
///   applied
/// @param blocked what is wanted and will not be done, with reasons
/// @param warnings what is wanted and is kept less well than it reads, on this node
public record Plan(
        NodeName node,
        Revision revision,
        List<Change> changes,
        List<Step> steps,
        List<Blocked> blocked,
        List<Warning> warnings) {
    public Plan(
            NodeName node,
            Revision revision,
            List<Change> changes,
            List<Step> steps,
            List<Blocked> blocked) {
        this(node, revision, changes, steps, blocked, List.of());
    }

    public Plan {
        changes = List.copyOf(changes);
        steps = List.copyOf(steps);
        blocked = List.copyOf(blocked);
        warnings = List.copyOf(warnings);
    }

    /// The VEs that are no longer desired and of which only the private area is left, as their
    /// owner mark wants it.
    public List<VeId> retained() {
        Set<VeId> busy = new HashSet<>();
        blocked.forEach(item -> busy.add(item.veid()));
        for (Step step : steps) {
            if (step.operation() instanceof VeOperation operation) {
                busy.add(operation.veid());
            }
        }
        return changes.stream()
                .filter(change -> change instanceof Change.Remove)
                .map(Change::veid)
                .filter(veid -> !busy.contains(veid))
                .toList();
    }

    /// Nothing to do; something may still be blocked.
    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
