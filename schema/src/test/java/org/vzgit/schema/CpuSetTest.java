package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CpuSetTest {
    private static final int ROUNDS = 500;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "0-0 | 0",
                "0,1 | 0-1",
                "0-3,7 | 0-3,7",
                "7,0-3 | 0-3,7",
                "3,2,1,0 | 0-3",
                "0-5,3-8 | 0-8",
                "1,1,1 | 1",
                "0-1,2-3 | 0-3",
                "007 | 7",
                "8191 | 8191",
                "0-8191 | 0-8191",
                "0 , 2 | 0,2"
            })
    void sameCpusAreTheSameSet(String written, String canonical) {
        assertEquals(canonical, new CpuSet(written).text());
        assertEquals(new CpuSet(canonical), new CpuSet(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "0,",
                ",0",
                "0,,1",
                "-",
                "-1",
                "1-",
                "3-1",
                "0-1-2",
                "8192",
                "0-8192",
                "99999",
                "99999999999",
                "a",
                "0x1",
                "1.5",
                "0 1",
                "0;1",
                "٣",
                "all"
            })
    void textThatIsNoListOfCpusIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> new CpuSet(text));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everySetComesBackFromItsText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            BitSet cpus = new BitSet();
            for (int i = 1 + random.nextInt(40); i > 0; i--) {
                int first = random.nextInt(CpuSet.CPUS_MAX);
                cpus.set(first, Math.min(CpuSet.CPUS_MAX, first + 1 + random.nextInt(5)));
            }
            String written =
                    cpus.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
            CpuSet set = new CpuSet(written);
            assertEquals(set, new CpuSet(set.text()));
            assertEquals(cpus, members(set.text()));
        }
    }

    @Test
    void textHasNoRangeThatCouldBeJoined() {
        assertEquals("0-2,4,6-7", new CpuSet("6,4,7,1,2,0").text());
    }

    private static BitSet members(String text) {
        BitSet cpus = new BitSet();
        for (String range : text.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            cpus.set(first, 1 + (dash < 0 ? first : Integer.parseInt(range.substring(dash + 1))));
        }
        return cpus;
    }
}
