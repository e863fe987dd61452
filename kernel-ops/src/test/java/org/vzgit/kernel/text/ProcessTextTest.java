package org.vzgit.kernel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessTextTest {
    private static final String STATUS =
            """
            Name:\tsh
            State:\tS (sleeping)
            Uid:\t1000\t1000\t1000\t1000
            VmPeak:\t    3776 kB
            VmLck:\t      64 kB
            VmData:\t     292 kB
            VmStk:\t     132 kB
            Threads:\t1
            SigQ:\t3/96365
            """;

    @Test
    void figuresAreInPagesAndTheQueueIsTheFirstOfItsTwoNumbers() {
        assertEquals(new ProcessText(106, 16, 1000, 3), ProcessText.parse(STATUS));
    }

    @Test
    void aProcessWithoutMemoryHasNone() {
        assertEquals(
                new ProcessText(0, 0, 0, 0),
                ProcessText.parse("Name:\tkworker\nUid:\t0\t0\t0\t0\nSigQ:\t0/1\n"));
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ProcessText.parse("VmLck:\t kB\n"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ProcessText.parse("VmLck:\t1234567890123456789 kB\n"));
    }

    @Test
    void socketsAreAllAndThoseOfTcpInBothFamilies() {
        String four =
                """
                sockets: used 16
                TCP: inuse 3 orphan 0 tw 0 alloc 9 mem 199
                UDP: inuse 2 mem 0
                """;
        String six = "TCP6: inuse 2\nUDP6: inuse 1\n";
        assertEquals(new SocketText(16, 5), SocketText.parse(four, six));
        assertEquals(new SocketText(16, 3), SocketText.parse(four, ""));
        assertEquals(SocketText.NONE, SocketText.parse("", ""));
    }

    @Test
    void aNumberOfSocketsThatIsNoneIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> SocketText.parse("sockets: used many\n", ""));
    }

    @Test
    void locksAreCountedByTheProcessThatTookThem() {
        String locks =
                """
                1: POSIX  ADVISORY  WRITE 1234 08:01:123 0 EOF
                1: -> POSIX  ADVISORY  WRITE 77 08:01:123 0 EOF
                2: FLOCK  ADVISORY  WRITE 1234 08:01:124 0 EOF
                3: OFDLCK ADVISORY  READ  -1 08:01:125 0 EOF
                4: LEASE  ACTIVE    READ  88 08:01:126 0 EOF
                """;
        assertEquals(Map.of(1234, 2, 88, 1), LockText.byProcess(locks));
        assertEquals(Map.of(), LockText.byProcess(""));
    }
}
