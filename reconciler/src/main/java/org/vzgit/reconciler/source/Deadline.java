package org.vzgit.reconciler.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/// Ends a transfer that takes too long. JGit's own timeout counts only the silence between two
/// reads; a server that sends a byte now and then would hold the agent for ever.
final class Deadline extends EmptyProgressMonitor {
    private final InstantSource clock;
    private final Instant end;

    Deadline(InstantSource clock, Duration most) {
        this.clock = clock;
        this.end = clock.instant().plus(most);
    }

    @Override
    public boolean isCancelled() {
        return !clock.instant().isBefore(end);
    }
}
