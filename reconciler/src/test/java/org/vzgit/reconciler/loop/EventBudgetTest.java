package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration PASS = Duration.ofMillis(150);

    private final EventBudget budget = new EventBudget(NOW);

    @Test
    void singleHintIsFollowedAtOnce() {
        assertEquals(Duration.ZERO, budget.delay(NOW));
        budget.spend(PASS, NOW);
        assertEquals(Duration.ZERO, budget.delay(NOW));
    }

    @Test
    void savingsPayForABurstAndThenItWaits() {
        int atOnce = 0;
        while (budget.delay(NOW).isZero()) {
            budget.spend(PASS, NOW);
            atOnce++;
        }
        assertEquals(67, atOnce);
        assertEquals(Duration.ofSeconds(1), budget.delay(NOW));
    }

    @Test
    void stormCostsItsShareAndNotMore() {
        Instant now = NOW;
        Duration busy = Duration.ZERO;
        while (now.isBefore(NOW.plus(Duration.ofHours(1)))) {
            now = now.plus(budget.delay(now)).plus(PASS);
            budget.spend(PASS, now);
            busy = busy.plus(PASS);
        }
        double share = (double) busy.toMillis() / Duration.between(NOW, now).toMillis();
        assertTrue(share < EventBudget.SHARE * 1.1, "used " + share);
        assertTrue(share > EventBudget.SHARE * 0.9, "used " + share);
    }

    @Test
    void savingsAreBounded() {
        Instant later = NOW.plus(Duration.ofDays(30));
        assertEquals(Duration.ZERO, budget.delay(later));
        budget.spend(EventBudget.SAVINGS, later);
        assertEquals(Duration.ZERO, budget.delay(later));
        budget.spend(PASS, later);
        assertEquals(Duration.ofSeconds(3), budget.delay(later));
    }

    @Test
    void clockThatIsPutBackStopsNothing() {
        budget.spend(EventBudget.SAVINGS.plus(PASS), NOW);
        assertEquals(Duration.ofSeconds(3), budget.delay(NOW.minusSeconds(3600)));
    }
}
