package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// How long a VE that fails is left alone. A value: each event gives a new one.
///
/// Waits double from [#FIRST] to [#CAP], and the cap is the cap. One success does not start the
/// count anew: a VE that fails every other pass would be hammered for ever. Only a quiet period
/// does.
///
/// @param failures since the last quiet period
/// @param lastFailure when the last one was
/// @param notBefore when the VE may be tried again
public record Backoff(int failures, Instant lastFailure, Instant notBefore) {
    /// Half the time between two looks for drift: the first repetition is the very next pass.
    static final Duration FIRST = Duration.ofSeconds(5);

    /// Long enough that a VE that cannot start costs nothing, short enough that people who repaired
    /// something outside Git do not wait for long.
    static final Duration CAP = Duration.ofMinutes(5);

    /// Twice the cap: a VE is healthy again only after it was so for longer than any wait.
    static final Duration QUIET = Duration.ofMinutes(10);

    static final Backoff NONE = new Backoff(0, Instant.EPOCH, Instant.EPOCH);

    Backoff afterFailure(Instant now) {
        int count = settled(now).failures() + 1;
        return new Backoff(count, now, now.plus(delay(count)));
    }

    Backoff afterSuccess(Instant now) {
        Backoff settled = settled(now);
        return settled.equals(NONE)
                ? NONE
                : new Backoff(settled.failures(), settled.lastFailure(), now);
    }

    /// Up to one fifth earlier, so that VEs that failed together, for one reason, are not all tried
    /// again together. Earlier and not later: the cap is the cap.
    Backoff spread(RandomGenerator random) {
        Duration wait = Duration.between(lastFailure, notBefore);
        long less = (long) (wait.toNanos() * Jitter.SHARE * random.nextDouble());
        return new Backoff(failures, lastFailure, notBefore.minusNanos(less));
    }

    /// The VE may be tried at once, but the count goes on: a new commit was read that may help.
    Backoff released() {
        return new Backoff(failures, lastFailure, Instant.EPOCH);
    }

    boolean holds(Instant now) {
        return now.isBefore(notBefore);
    }

    static Duration delay(int failures) {
        Duration delay = FIRST;
        for (int i = 1; i < failures && delay.compareTo(CAP) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(CAP) < 0 ? delay : CAP;
    }

    private Backoff settled(Instant now) {
        return lastFailure.plus(QUIET).isAfter(now) ? this : NONE;
    }
}
