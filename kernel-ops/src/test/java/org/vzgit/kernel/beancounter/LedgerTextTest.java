package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Limit;

final class LedgerTextTest {

    @Test
    void boundsAndPeaksReadBackAsTheyWereWritten() {
        Map<Beancounter, Bounds> bounds = new EnumMap<>(Beancounter.class);
        Map<Beancounter, Long> peaks = new EnumMap<>(Beancounter.class);
        int next = 0;
        for (Beancounter resource : Beancounter.values()) {
            bounds.put(resource, new Bounds(next, Long.MAX_VALUE));
            peaks.put(resource, Long.MAX_VALUE - next++);
        }
        assertEquals(bounds, LedgerText.bounds(LedgerText.ofBounds(bounds)));
        assertEquals(peaks, LedgerText.peaks(LedgerText.ofPeaks(peaks)));
    }

    @Test
    void theLongestTextFitsWhatIsRead() {
        Map<Beancounter, Bounds> bounds = new EnumMap<>(Beancounter.class);
        for (Beancounter resource : Beancounter.values()) {
            bounds.put(resource, Bounds.NONE);
        }
        assertTrue(LedgerText.ofBounds(bounds).length() < 4096 / 3);
    }

    @Test
    void nothingIsNothing() {
        assertEquals(Map.of(), LedgerText.bounds(""));
        assertEquals("", LedgerText.ofPeaks(Map.of()));
    }

    @Test
    void linesStandInTheOrderOfTheKernel() {
        assertEquals(
                "kmemsize 1 2\nnumfile 3 4\n",
                LedgerText.ofBounds(
                        Map.of(
                                Beancounter.NUMFILE, new Bounds(3, 4),
                                Beancounter.KMEMSIZE, new Bounds(1, 2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kmemsize 1",
                "kmemsize 1 2 3",
                "nmproc 1 2",
                "kmemsize -1 2",
                "kmemsize a 2"
            })
    void damagedTextIsNeverTakenForBounds(String text) {
        assertThrows(IllegalArgumentException.class, () -> LedgerText.bounds(text));
    }

    @Test
    void aBoundThatIsNotManagedStays() {
        Bounds before = new Bounds(10, 20);
        Limit five = Limit.of(new Bytes(5));
        assertEquals(new Bounds(5, 20), before.with(new BarrierLimit(five, Limit.NOT_MANAGED)));
        assertEquals(new Bounds(10, 5), before.with(new BarrierLimit(Limit.NOT_MANAGED, five)));
        assertEquals(Bounds.NONE, before.with(BarrierLimit.both(Limit.UNLIMITED)));
    }

    @Test
    void theTestedBoundIsTheOneThatOpenVzTestsFirst() {
        Bounds bounds = new Bounds(1, 2);
        assertEquals(1, bounds.tested(Beancounter.NUMPROC));
        assertEquals(1, bounds.tested(Beancounter.KMEMSIZE));
        assertEquals(2, bounds.tested(Beancounter.PHYSPAGES));
        assertEquals(2, bounds.tested(Beancounter.NUMIPTENT));
    }

    @Test
    void tcpMemoryIsBoundedByTheSumOfBothDirections() {
        long none = TcpBounder.sum(Long.MAX_VALUE, 1);
        assertEquals(300, TcpBounder.sum(100, 200));
        assertEquals(none, TcpBounder.sum(1, Long.MAX_VALUE));
        assertEquals(none, TcpBounder.sum(none - 1, none - 1));
        assertTrue(none > 0);
    }
}
