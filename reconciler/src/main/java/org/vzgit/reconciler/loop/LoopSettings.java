package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// @param driftInterval between two looks at the kernel
/// @param sourceInterval between two looks at Git
/// @param parallelism how many VEs are worked on at once
public record LoopSettings(
        Duration driftInterval,
        Duration sourceInterval,
        int parallelism,
        RandomGenerator random,
        InstantSource clock) {
    /// Somebody who changes a limit by hand sees it healed while still looking; a look at 100 VEs
    /// costs well under 1 % of one CPU at this rate.
    public static final Duration DRIFT_INTERVAL_DEFAULT = Duration.ofSeconds(10);

    /// What people accept between a push and its effect, and what a forge accepts from many nodes.
    public static final Duration SOURCE_INTERVAL_DEFAULT = Duration.ofSeconds(30);

    public LoopSettings {
        if (driftInterval.isNegative() || driftInterval.isZero()) {
            throw new IllegalArgumentException(
                    "drift interval " + driftInterval + " is not above 0");
        }
        if (sourceInterval.isNegative() || sourceInterval.isZero()) {
            throw new IllegalArgumentException(
                    "source interval " + sourceInterval + " is not above 0");
        }
    }
}
