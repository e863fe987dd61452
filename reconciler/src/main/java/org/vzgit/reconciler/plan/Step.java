package org.vzgit.reconciler.plan;

import java.util.SortedSet;
import org.vzgit.kernel.op.Operation;
import org.vzgit.schema.Disruption;

/// One operation with its place in the order.
///
/// @param id its number in the plan, from 1, in printed order
/// @param waitsFor the steps that must have succeeded before; all have smaller numbers
public record Step(
        int id,
        Operation operation,
        SortedSet<Integer> waitsFor,
        Cause cause,
        Disruption disruption) {
    public Step {
        waitsFor = StepIds.copyOf(waitsFor);
        if (id < 1 || (!waitsFor.isEmpty() && waitsFor.last() >= id)) {
            throw new IllegalArgumentException("step " + id + " waits for " + waitsFor);
        }
    }
}
