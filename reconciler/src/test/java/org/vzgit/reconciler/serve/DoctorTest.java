package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.reconciler.loop.NodeWait;

class DoctorTest {

    @Test
    void quietAgentSaysWhatItWaitsFor() {
        assertEquals(
                """
                revision   9f8e7d6 by ann, read 12 s ago
                source     ✓ can be read
                last pass  8 s ago, took 41 ms, nothing left to do
                now        waits for a commit, a hint of the kernel or the next look for drift
                """,
                Doctor.text(TestAgent.quiet()));
    }

    @Test
    void busyAgentSaysWhatIsUnderWayAndWhatIsHeldBack() {
        assertEquals(
                """
                revision   9f8e7d6 by ann, read 12 s ago
                source     ✗ cannot be read: host not found
                last pass  1 h 2 min ago, took 41 ms, nothing left to do
                now        cancelled: applies nothing before 2026-11-22T12:10:00Z; vzgit sync ends that
                now        VE 101: stop within 120s, for 12 s, given up after 3 min 0 s
                blocked    VE web1 (101): suspended by alice until 2026-11-22T18:00:00Z: migration
                """,
                Doctor.text(TestAgent.busy()));
    }

    @Test
    void agentThatWaitsForAnotherNodeSaysForWhichAndSinceWhen() {
        String text = Doctor.text(TestAgent.queued(NodeWait.OVERDUE.minusMillis(1)));
        assertTrue(text.contains("\nwaits      commit bcd1234 waits since "), text);
        assertTrue(text.contains(" for hn0, which never told anything; or take it"), text);
    }

    @Test
    void whatWaitsForLongIsMarked() {
        String text = Doctor.text(TestAgent.queued(NodeWait.OVERDUE));
        assertTrue(text.contains("\nwaits      ✗ for 1 h 0 min already: commit bcd1234"), text);
    }

    @Test
    void agentThatNeverReadAnythingSaysWhy() {
        String text = Doctor.text(TestAgent.fresh(Optional.of("no\u001b[31m such host")));
        assertTrue(text.contains("none could be read yet"), text);
        assertTrue(text.contains("none has ended yet"), text);
        assertTrue(text.chars().noneMatch(c -> c == 0x1b), "what others wrote is made harmless");
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "59999, 59 s",
        "60000, 1 min 0 s",
        "3599000, 59 min 59 s",
        "3600000, 1 h 0 min",
        "90000000, 25 h 0 min"
    })
    void lengthHasTwoParts(long millis, String text) {
        assertEquals(text, Doctor.length(Duration.ofMillis(millis)));
    }
}
