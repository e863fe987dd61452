package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A node that keeps the commit it has until other nodes have carried out a newer one.
///
/// @param commit the newest, which waits; its full id
/// @param reasons one for each node that is waited for, at least one
/// @param since when this agent began to wait, or last took some commit
public record NodeWait(String commit, List<String> reasons, Instant since) {
    /// A roll-out over a handful of nodes is done by then, and whoever pushed is still at work.
    public static final Duration OVERDUE = Duration.ofHours(1);

    public NodeWait {
        reasons = List.copyOf(reasons);
    }

    /// Whether a person should look, however good the reasons are.
    public boolean isOverdue(Instant now) {
        return !now.isBefore(since.plus(OVERDUE));
    }

    /// Everything but the time: whether it is the same that was told already.
    List<String> what() {
        List<String> what = new ArrayList<>(reasons);
        what.addFirst(commit);
        return what;
    }

    /// `commit 0bed274 waits since 2026-11-22T18:00:00Z for hn1, which …; or take it: vzgit
    /// release`.
    public String text() {
        return "commit "
                + NodeTurn.shortId(commit)
                + " waits since "
                + since.truncatedTo(ChronoUnit.SECONDS)
                + " for "
                + String.join("; and for ", reasons)
                + "; or take it as it is: vzgit release";
    }
}
