package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes when it is told to. Begins on a Sunday at noon.
final class TestClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
