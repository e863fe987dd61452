package org.vzgit.kernel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CgroupTextTest {
    @Test
    void aNumberIsReadWithItsSignAndNewline() {
        assertEquals(-1, CgroupText.number("-1\n"));
        assertEquals(9_223_372_036_854_771_712L, CgroupText.number("9223372036854771712\n"));
    }

    @Test
    void whatIsNoNumberIsNamed() {
        var failure =
                assertThrows(
                        IllegalArgumentException.class, () -> CgroupText.number("sixty-four\n"));
        assertEquals("not a number: sixty-four", failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> CgroupText.number(""));
        assertThrows(
                IllegalArgumentException.class, () -> CgroupText.number("99999999999999999999"));
    }

    @Test
    void maxIsNoNumber() {
        assertEquals(OptionalLong.empty(), CgroupText.numberOrMax("max\n"));
        assertEquals(OptionalLong.of(0), CgroupText.numberOrMax("0\n"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.numberOrMax("maximum"));
    }

    @Test
    void pidsStandOneToALine() {
        assertEquals(List.of(), CgroupText.pids(""));
        assertEquals(List.of(1, 4_194_303), CgroupText.pids("1\n4194303\n"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.pids("4294967296\n"));
    }

    @Test
    void wordsMayBeNone() {
        assertEquals(Set.of(), CgroupText.words("\n"));
        assertEquals(Set.of("cpu", "io"), CgroupText.words("cpu io\n"));
    }

    @Test
    void aKeyIsFoundByItsWholeName() {
        String events = "low 0\nhigh 3\nmax 17\noom 0\n";
        assertEquals(OptionalLong.of(17), CgroupText.keyed(events, "max"));
        assertEquals(OptionalLong.empty(), CgroupText.keyed(events, "ma"));
        assertEquals(OptionalLong.empty(), CgroupText.keyed("", "max"));
    }

    @Test
    void aDeviceIsFoundByItsWholeNumber() {
        String rates = "254:0 1048576\n254:01 5\n8:0 7\n";
        assertEquals(Optional.of("1048576"), CgroupText.device(rates, "254:0"));
        assertEquals(Optional.empty(), CgroupText.device(rates, "254:"));
        assertEquals(Optional.empty(), CgroupText.device("", "254:0"));
    }

    @Test
    void nestedValuesMayBeMax() {
        String line = "rbps=max wbps=1048576 riops=max wiops=max";
        assertEquals(OptionalLong.empty(), CgroupText.nested(line, "rbps"));
        assertEquals(OptionalLong.of(1_048_576), CgroupText.nested(line, "wbps"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.nested(line, "bps"));
    }

    @Test
    void aWeightIsReadInBothForms() {
        assertEquals(100, CgroupText.weight("100\n"));
        assertEquals(128, CgroupText.weight("default 128\n254:0 64\n"));
        assertThrows(IllegalArgumentException.class, () -> CgroupText.weight(""));
    }
}
