package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void endDoesNotBelongToIt() {
        Hold hold = hold("x", Duration.ofHours(1));
        assertTrue(hold.holds(NOW));
        assertTrue(hold.holds(NOW.plusSeconds(3600).minusNanos(1)));
        assertFalse(hold.holds(NOW.plusSeconds(3600)));
    }

    @Test
    void longestIsTakenAndOneSecondMoreIsNot() {
        hold("x", Hold.LENGTH_MAX);
        assertRefused("x", Hold.LENGTH_MAX.plusSeconds(1));
        assertRefused("x", Duration.ZERO);
        assertRefused("x", Duration.ofSeconds(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "two\nlines", "bell\u0007"})
    void reasonIsOneLineOfText(String reason) {
        assertRefused(reason, Duration.ofHours(1));
    }

    @Test
    void longestReasonIsTakenAndOneCharacterMoreIsNot() {
        hold("x".repeat(Hold.REASON_MAX), Duration.ofHours(1));
        assertRefused("x".repeat(Hold.REASON_MAX + 1), Duration.ofHours(1));
    }

    @Test
    void textSaysWhoWhyAndUntilWhen() {
        assertEquals(
                "by alice until 2026-11-22T13:00:00Z: migration",
                hold(" migration ", Duration.ofHours(1)).text());
    }

    private static Hold hold(String reason, Duration length) {
        return new Hold("alice", reason, NOW, NOW.plus(length));
    }

    private static void assertRefused(String reason, Duration length) {
        assertThrows(IllegalArgumentException.class, () -> hold(reason, length));
    }
}
