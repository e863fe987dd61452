package org.vzgit.reconciler.cli;

import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.review.Review;
import org.vzgit.schema.DesiredState;

/// Which exit code a plan deserves, before anything is applied.
final class Verdict {
    private Verdict() {}

    /// Broken input comes first: a plan made from a part of it is not the whole story. Then
    /// changes; a plan whose only content is what it refuses ends with that.
    static ExitCode of(DesiredState desired, Plan plan) {
        if (desired.hasErrors()) {
            return ExitCode.INVALID_INPUT;
        }
        if (!plan.isEmpty()) {
            return ExitCode.CHANGES;
        }
        return plan.blocked().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }

    /// A change that must not be merged comes before the fact that it is one.
    static ExitCode of(Review review) {
        if (review.isInvalid()) {
            return ExitCode.INVALID_INPUT;
        }
        if (review.isDenied()) {
            return ExitCode.REFUSED;
        }
        if (review.hasChanges()) {
            return ExitCode.CHANGES;
        }
        return review.hasRefusals() ? ExitCode.REFUSED : ExitCode.OK;
    }
}
