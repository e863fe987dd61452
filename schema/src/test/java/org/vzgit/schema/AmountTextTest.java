package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The one written form of every amount and limit, and the range of each unit.
final class AmountTextTest {
    private static final int ROUNDS = 2000;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1023, 1023",
        "1024, 1K",
        "1025, 1025",
        "1536, 1536",
        "1048576, 1M",
        "1049600, 1025K",
        "1073741824, 1G",
        "1099511627776, 1T",
        "1125899906842624, 1024T",
        "9223372036854775807, 9223372036854775807",
        "9223372036854774784, 9007199254740991K"
    })
    void bytesTakeTheLargestSuffixWithoutARest(long bytes, String text) {
        assertEquals(text, new Bytes(bytes).text());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1024, 1K", "1073741824, 1G", "1099511627776, 1024G"})
    void ratesEndAtGigabytesAsIolimitDoes(long bytes, String text) {
        assertEquals(text, new BytesPerSecond(bytes).text());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 4K", "256, 1M", "257, 1028K", "65536, 256M", "262144, 1G"})
    void pagesAreWrittenInBytes(long pages, String text) {
        assertEquals(text, new Pages(pages).text());
    }

    @Test
    void numbersAreWrittenAsTheyAre() {
        assertEquals("240", new Count(240).text());
        assertEquals("1000", new CpuUnits(1000).text());
        assertEquals("7", new IoPriority(7).text());
        assertEquals("500", new OpsPerSecond(500).text());
        assertEquals("250", new CpuPercent(250).text());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bytesReadBackAsWritten(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            long few = random.nextLong() >>> (1 + random.nextInt(63));
            long value = (few << (10 * random.nextInt(4))) & Long.MAX_VALUE;
            assertEquals(value, readBack(new Bytes(value).text()));
        }
    }

    @Test
    void partialPageCountsAsOne() {
        assertEquals(new Pages(0), Pages.ofBytes(0));
        assertEquals(new Pages(1), Pages.ofBytes(1));
        assertEquals(new Pages(1), Pages.ofBytes(4096));
        assertEquals(new Pages(2), Pages.ofBytes(4097));
        assertThrows(IllegalArgumentException.class, () -> Pages.ofBytes(Long.MAX_VALUE));
    }

    @Test
    void largestNumberOfPagesStillFitsInBytes() {
        assertEquals(Long.MAX_VALUE - 4095, new Pages(Pages.MAX).toBytes());
        assertThrows(IllegalArgumentException.class, () -> new Pages(Pages.MAX + 1));
    }

    @Test
    void amountsOutsideTheirRangeDoNotExist() {
        List<Runnable> outside =
                List.of(
                        () -> new Bytes(-1),
                        () -> new Pages(-1),
                        () -> new Count(-1),
                        () -> new CpuUnits(CpuUnits.MIN - 1),
                        () -> new CpuUnits(CpuUnits.MAX + 1),
                        () -> new CpuPercent(0),
                        () -> new CpuPercent(CpuPercent.MAX + 1),
                        () -> new IoPriority(-1),
                        () -> new IoPriority(IoPriority.MAX + 1),
                        () -> new BytesPerSecond(0),
                        () -> new OpsPerSecond(0),
                        () -> new Seconds(-1),
                        () -> new Seconds(Seconds.MAX + 1),
                        () -> new VeId(VeId.MIN - 1),
                        () -> new VeId(VeId.MAX + 1));
        for (Runnable amount : outside) {
            assertThrows(IllegalArgumentException.class, amount::run);
        }
    }

    @Test
    void unlimitedNotManagedAndZeroAreThreeThings() {
        Limit zero = Limit.of(new Count(0));
        assertNotEquals(zero, Limit.UNLIMITED);
        assertNotEquals(zero, Limit.NOT_MANAGED);
        assertNotEquals(Limit.UNLIMITED, Limit.NOT_MANAGED);
        assertEquals(
                List.of("0", "unlimited", "-"),
                List.of(zero.text(), Limit.UNLIMITED.text(), Limit.NOT_MANAGED.text()));
    }

    @Test
    void equalBoundsAreWrittenOnce() {
        Limit low = Limit.of(new Pages(256));
        Limit high = Limit.of(new Pages(512));
        assertEquals("1M", BarrierLimit.both(low).text());
        assertEquals("1M", new BarrierLimit(low, Limit.of(new Pages(256))).text());
        assertEquals("1M:2M", new BarrierLimit(low, high).text());
        assertEquals("1M:unlimited", new BarrierLimit(low, Limit.UNLIMITED).text());
        assertEquals("unlimited", BarrierLimit.both(Limit.UNLIMITED).text());
    }

    private static long readBack(String text) {
        int shift =
                switch (text.charAt(text.length() - 1)) {
                    case 'K' -> 10;
                    case 'M' -> 20;
                    case 'G' -> 30;
                    case 'T' -> 40;
                    default -> 0;
                };
        String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
        return Math.multiplyExact(Long.parseLong(digits), 1L << shift);
    }
}
