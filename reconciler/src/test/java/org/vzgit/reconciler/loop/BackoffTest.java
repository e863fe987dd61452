package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"1,5", "2,10", "3,20", "6,160", "7,300", "8,300", "1000000,300"})
    void delayDoublesUpToTheCap(int failures, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), Backoff.delay(failures));
    }

    @Test
    void failureHoldsUntilTheDelayIsOver() {
        Backoff failed = Backoff.NONE.afterFailure(NOW);
        assertTrue(failed.holds(NOW.plus(Backoff.FIRST).minusNanos(1)));
        assertFalse(failed.holds(NOW.plus(Backoff.FIRST)));
    }

    @Test
    void oneSuccessDoesNotStartTheCountAnew() {
        Backoff again =
                Backoff.NONE
                        .afterFailure(NOW)
                        .afterSuccess(NOW.plusSeconds(6))
                        .afterFailure(NOW.plusSeconds(12));
        assertEquals(2, again.failures());
    }

    @Test
    void successReleasesAtOnce() {
        assertFalse(Backoff.NONE.afterFailure(NOW).afterSuccess(NOW).holds(NOW));
    }

    @Test
    void quietPeriodStartsTheCountAnew() {
        Instant later = NOW.plus(Backoff.QUIET);
        assertEquals(Backoff.NONE, Backoff.NONE.afterFailure(NOW).afterSuccess(later));
        assertEquals(1, Backoff.NONE.afterFailure(NOW).afterFailure(later).failures());
    }

    @Test
    void releasedMayBeTriedButIsNotForgotten() {
        Backoff released = Backoff.NONE.afterFailure(NOW).released();
        assertFalse(released.holds(NOW));
        assertEquals(2, released.afterFailure(NOW).failures());
    }

    @Test
    void jitterStaysWithinOneFifth() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 10_000; i++) {
            long millis = Jitter.around(Duration.ofSeconds(10), random).toMillis();
            assertTrue(millis >= 8_000 && millis <= 12_000, "jittered to " + millis);
        }
    }
}
