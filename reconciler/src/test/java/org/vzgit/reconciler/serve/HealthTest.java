package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.reconciler.loop.LoopView;

class HealthTest {

    @Test
    void agentThatJustBeganIsWell() {
        assertTrue(Health.of(TestAgent.fresh(Optional.empty())).well());
        assertFalse(Health.of(TestAgent.fresh(Optional.of("gone"))).well());
    }

    @Test
    void passThatDoesNotEndIsIllnessAfterTheLongestOperation() {
        assertTrue(endedAgo(Health.SILENCE_MAX.toSeconds()).well());
        assertFalse(endedAgo(Health.SILENCE_MAX.toSeconds() + 1).well());
    }

    @Test
    void sourceThatIsDownIsToldAndIsNoIllness() {
        LoopView view = TestAgent.busy();
        Health health =
                Health.of(
                        new LoopView(
                                view.time(),
                                view.source(),
                                Optional.of(TestAgent.last(view.time(), List.of())),
                                List.of(),
                                new TreeMap<>()));
        assertTrue(health.well());
        assertEquals(
                "last pass ended at 2026-11-22T12:00:00Z; the source cannot be read: host not"
                        + " found\n",
                health.text());
    }

    private static Health endedAgo(long seconds) {
        LoopView view = TestAgent.quiet();
        return Health.of(
                new LoopView(
                        view.time(),
                        view.source(),
                        Optional.of(TestAgent.last(view.time().minusSeconds(seconds), List.of())),
                        List.of(),
                        new TreeMap<>()));
    }
}
