package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Spreads polls, so that a hundred nodes that were switched on together do not ask the same Git
/// server in the same second for ever.
final class Jitter {
    /// One fifth either way: enough to drift apart within a few polls, and an interval still means
    /// what it says.
    static final double SHARE = 0.2;

    private Jitter() {}

    static Duration around(Duration interval, RandomGenerator random) {
        double factor = 1 + SHARE * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }
}
