package org.vzgit.kernel.beancounter;

import java.util.Optional;
import java.util.OptionalLong;

/// What the kernel itself tells of one resource of one VE.
///
/// @param held in use now
/// @param peak the highest use that the kernel remembers; empty where it remembers none
/// @param failcnt refusals since the VE's cgroup was made
/// @param bounds those in force, where the kernel tells; empty where only the ledger knows
record Measure(long held, OptionalLong peak, long failcnt, Optional<Bounds> bounds) {
    Measure(long held, OptionalLong peak, long failcnt) {
        this(held, peak, failcnt, Optional.empty());
    }

    static Measure of(long held) {
        return new Measure(held, OptionalLong.empty(), 0);
    }

    Measure failed(long times) {
        return new Measure(held, peak, times, bounds);
    }
}
