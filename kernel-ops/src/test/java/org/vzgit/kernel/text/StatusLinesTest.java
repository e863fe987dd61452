package org.vzgit.kernel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLinesTest {
    private static final StatusLines LINES =
            new StatusLines(
                    """
                    Name:\tsh
                    Uid:\t1000\t1001\t1002\t1003
                    VmData:\t     292 kB
                    Groups:\t
                    SigQ:\t3/96365
                    """);

    @Test
    void aValueIsWithoutTheBlanksAroundIt() {
        assertEquals(Optional.of("sh"), LINES.value("Name"));
        assertEquals(Optional.of("1000\t1001\t1002\t1003"), LINES.value("Uid"));
        assertEquals(Optional.of("292 kB"), LINES.value("VmData"));
        assertEquals(Optional.of(""), LINES.value("Groups"));
    }

    @Test
    void aNumberIsTheFirstOfItsLine() {
        assertEquals(1000, LINES.number("Uid"));
        assertEquals(292, LINES.number("VmData"));
        assertEquals(3, LINES.number("SigQ"));
    }

    @Test
    void aKeyIsAWholeWordAtTheBeginningOfALine() {
        assertEquals(Optional.empty(), LINES.value("ame"));
        assertEquals(Optional.empty(), LINES.value("Nam"));
        assertEquals(Optional.empty(), LINES.value("Data"));
        assertEquals(Optional.empty(), new StatusLines("").value("Name"));
    }

    @Test
    void theFirstOfAKeyCounts() {
        StatusLines twice = new StatusLines("Name:\ta\nVmLck:\t4 kB\nVmLck:\t8 kB\n");
        assertEquals(4, twice.number("VmLck"));
    }

    @Test
    void aLineThatIsMissingHasNoValueAndCountsNothing() {
        assertEquals(Optional.empty(), LINES.value("VmStk"));
        assertEquals(0, LINES.number("VmStk"));
    }

    @Test
    void theLastLineMayLackItsEnd() {
        assertEquals(Optional.of("1"), new StatusLines("Name:\ta\nThreads:\t1").value("Threads"));
        assertEquals(1, new StatusLines("Threads:\t1").number("Threads"));
    }

    @Test
    void whatIsNoNumberIsTold() {
        String message =
                assertThrows(IllegalArgumentException.class, () -> LINES.number("Groups"))
                        .getMessage();
        assertEquals("no number in: Groups:", message);
        StatusLines large = new StatusLines("VmData:\t1234567890123456789 kB\n");
        assertThrows(IllegalArgumentException.class, () -> large.number("VmData"));
        assertEquals(123456789012345678L, new StatusLines("V:\t123456789012345678 kB").number("V"));
    }
}
