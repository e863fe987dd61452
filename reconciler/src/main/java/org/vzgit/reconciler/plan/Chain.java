package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.op.VeOperation;

/// The steps of one VE while they are being put together.
final class Chain {
    private final List<Draft> drafts = new ArrayList<>();

    Draft add(VeOperation operation, Cause cause, Risk risk, List<Draft> after) {
        Draft draft = new Draft(operation, cause, risk, after);
        drafts.add(draft);
        return draft;
    }

    boolean isEmpty() {
        return drafts.isEmpty();
    }

    List<Draft> drafts() {
        return List.copyOf(drafts);
    }
}
