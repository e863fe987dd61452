package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// Which slot a new beancounter gets.
class SlotTest {
    private final SortedMap<Long, Integer> slots = new TreeMap<>();

    private int next() throws OperationFailure {
        return KernelBeancounters.free(slots, "open");
    }

    @Test
    void theFirstIsTheLast() throws OperationFailure {
        assertEquals(CounterMaps.SLOTS - 1, next());
    }

    @Test
    void eachNewOneStandsBeforeTheOthers() throws OperationFailure {
        slots.put(101L, 4000);
        slots.put(102L, 3999);
        assertEquals(3998, next());
    }

    @Test
    void whatWasGivenBackRests() throws OperationFailure {
        slots.put(101L, 4000);
        slots.put(103L, 3998);
        assertEquals(3997, next());
    }

    @Test
    void afterTheFirstComesTheLastFree() throws OperationFailure {
        slots.put(101L, 0);
        slots.put(102L, CounterMaps.SLOTS - 1);
        assertEquals(CounterMaps.SLOTS - 2, next());
    }

    @Test
    void theLastFreeOneIsFound() throws OperationFailure {
        fill(CounterMaps.SLOTS - 1);
        assertEquals(CounterMaps.SLOTS - 1, next());
    }

    @Test
    void oneMoreIsRefused() {
        fill(CounterMaps.SLOTS);
        OperationFailure failure = assertThrows(OperationFailure.class, this::next);
        assertEquals(FailureKind.EXHAUSTED, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("4096"), failure.getMessage());
    }

    private void fill(int count) {
        for (int slot = 0; slot < count; slot++) {
            slots.put(1000L + slot, slot);
        }
    }
}
