package org.vzgit.reconciler.apply;

import org.vzgit.reconciler.plan.Step;

/// Hears what happens while it happens. All calls come from the thread that called [Applier#apply],
/// one at a time, so a listener needs no lock; it should return quickly, because no new step begins
/// meanwhile.
public interface ProgressListener {
    /// Nobody watches.
    ProgressListener NONE =
            new ProgressListener() {
                @Override
                public void started(Step step) {}

                @Override
                public void ended(Step step, Outcome outcome) {}
            };

    void started(Step step);

    /// Also called, without [#started], for steps that were skipped, and a second time with
    /// [Outcome.NotVerified] when the look after the steps contradicts what a step reported.
    void ended(Step step, Outcome outcome);
}
