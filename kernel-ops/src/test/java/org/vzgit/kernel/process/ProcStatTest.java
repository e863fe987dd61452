package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
    /// Recorded on Linux 6.18: a busybox init in a VE.
    private static final String REST =
            " S 1 0 0 0 -1 4194560 264 1023 0 0 0 1 0 1 20 0 1 0 271645 2273280 201"
                    + " 18446744073709551615 4194304 5884625 140723011543520 0 0 0 0 0 524288 1 0 0"
                    + " 17 1 0 0 0 0 0 6200512 6256200 25804800 140723011546945 140723011546956"
                    + " 140723011546956 140723011547123 0\n";

    @Test
    void theStartIsField22() {
        assertEquals(
                new ProcStat(12450, "init", 'S', 271645), ProcStat.parse("12450 (init)" + REST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "(x)", ") R 1 2 3 4 5", "a) S 1 (b", "new\nline", ")", "(", "", "é"})
    void aNameMayHoldAnything(String name) {
        ProcStat stat = ProcStat.parse("7 (" + name + ")" + REST);
        assertEquals(name, stat.comm());
        assertEquals('S', stat.state());
        assertEquals(271645, stat.startTicks());
    }

    @Test
    void zombiesAndDeadProcessesAreDead() {
        assertTrue(ProcStat.parse("7 (x)" + REST.replace(" S ", " Z ")).dead());
        assertTrue(ProcStat.parse("7 (x)" + REST.replace(" S ", " X ")).dead());
        assertFalse(ProcStat.parse("7 (x)" + REST.replace(" S ", " T ")).dead());
        assertFalse(ProcStat.parse("7 (x)" + REST).dead());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "7 (x", "7 x) S 1", "7 (x) S 1 2 3", ")7(", "seven (x) S"})
    void whatIsNotAStatLineIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ProcStat.parse(text));
    }
}
