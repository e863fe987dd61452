package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcStatusTest {
    /// Recorded on Linux 6.18, shortened: a busybox init in a VE.
    private static final String INIT =
            """
            Name:	init
            Umask:	0022
            State:	S (sleeping)
            Tgid:	12450
            NSpid:	12450	1
            NSsid:	12450	1
            VmPeak:	    2220 kB
            SigQ:	0/96365
            SigPnd:	0000000000000000
            SigBlk:	0000000000000400
            SigIgn:	0000000000000000
            SigCgt:	0000000000080000
            CapBnd:	00000000bdecffff
            """;

    @Test
    void numberOneOfTheNextNamespaceIsAnInit() {
        ProcStatus status = ProcStatus.parse(INIT);
        assertEquals(List.of(12450, 1), status.namespacePids());
        assertTrue(status.initBelowReader());
        assertFalse(status.dead());
    }

    @Test
    void aProcessOfTheHostIsNoInit() {
        assertFalse(parsedWith("NSpid:\t12450").initBelowReader());
        assertFalse(parsedWith("NSpid:\t1").initBelowReader());
    }

    @Test
    void anotherProcessOfTheVeIsNoInit() {
        assertFalse(parsedWith("NSpid:\t12451\t2").initBelowReader());
        assertFalse(parsedWith("NSpid:\t12451\t11").initBelowReader());
    }

    @Test
    void theInitOfAContainerInsideTheVeIsNoInit() {
        assertFalse(parsedWith("NSpid:\t12451\t17\t1").initBelowReader());
    }

    @Test
    void aZombieIsDead() {
        assertTrue(ProcStatus.parse(INIT.replace("S (sleeping)", "Z (zombie)")).dead());
    }

    @Test
    void caughtAndBlockedSignalsAreListenedTo() {
        ProcStatus status = ProcStatus.parse(INIT);
        assertTrue(status.listensTo(20));
        assertTrue(status.listensTo(11));
        assertFalse(status.listensTo(15));
        assertFalse(status.listensTo(12));
    }

    @Test
    void theHighestSignalHasItsBit() {
        String text = INIT.replace("0000000000080000", "8000000000000000");
        assertTrue(ProcStatus.parse(text).listensTo(64));
        assertFalse(ProcStatus.parse(text).listensTo(63));
    }

    @Test
    void aForgedLaterLineDoesNotCount() {
        assertTrue(ProcStatus.parse(INIT + "NSpid:\t5\t2\n").initBelowReader());
    }

    @Test
    void aMissingLineIsToldByItsName() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ProcStatus.parse(INIT.replace("NSpid", "Other")))
                        .toString();
        assertTrue(message.contains("NSpid"), message);
        assertThrows(IllegalArgumentException.class, () -> ProcStatus.parse(""));
    }

    private static ProcStatus parsedWith(String line) {
        return ProcStatus.parse(INIT.replace("NSpid:\t12450\t1", line));
    }
}
