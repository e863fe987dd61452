package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A person's wish that something be left as it is. Never without an end and a reason: what is
/// suspended without them stays so for months, and nobody dares to touch it.
///
/// @param by who wanted it
/// @param since from when on, inclusive
/// @param until when it is over by itself, exclusive
public record Hold(String by, String reason, Instant since, Instant until) {
    /// Long enough for a holiday weekend and a repair; whoever needs more time says so again.
    public static final Duration LENGTH_MAX = Duration.ofDays(7);

    /// One sentence.
    static final int REASON_MAX = 200;

    public Hold {
        reason = reason.strip();
        if (reason.isEmpty() || reason.length() > REASON_MAX) {
            throw new IllegalArgumentException(
                    "a reason of 1 to " + REASON_MAX + " characters is needed");
        }
        if (reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a reason is one line of text");
        }
        if (!until.isAfter(since) || until.isAfter(since.plus(LENGTH_MAX))) {
            throw new IllegalArgumentException(
                    "from " + since + " until " + until + " is not between 0 and 7 days");
        }
    }

    boolean holds(Instant now) {
        return now.isBefore(until);
    }

    /// `by alice until 2026-11-22T18:00:00Z: migration`.
    public String text() {
        return "by " + by + " until " + until.truncatedTo(ChronoUnit.SECONDS) + ": " + reason;
    }
}
