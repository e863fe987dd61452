package org.vzgit.reconciler.apply;

import org.vzgit.kernel.op.FailureKind;

/// What became of one step.
public sealed interface Outcome {

    record Done(long durationMicros) implements Outcome {}

    record Failed(FailureKind kind, String message, long durationMicros) implements Outcome {}

    /// Not tried.
    ///
    /// @param reason which step before it failed, or what superseded the plan
    record Skipped(String reason) implements Outcome {}

    /// Tried and reported done, but the next look at the kernel did not show it.
    record NotVerified(String difference) implements Outcome {}
}
