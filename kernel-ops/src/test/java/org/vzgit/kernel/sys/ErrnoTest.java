package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

class ErrnoTest {
    /// The numbers below 134 that Linux never gave out again (`asm-generic/errno.h`).
    private static final List<Integer> HOLES = List.of(41, 58);

    private static final int LAST = 133;

    @Test
    void everyNumberUpToTheLastHasItsConstant() {
        for (int number = 1; number <= LAST; number++) {
            Errno errno = Errno.of(number);
            if (HOLES.contains(number)) {
                assertSame(Errno.OTHER, errno);
            } else {
                assertEquals(number, errno.number());
            }
        }
    }

    @Test
    void numbersThatNoHeaderNamesAreOther() {
        for (int number : new int[] {Integer.MIN_VALUE, -1, 0, LAST + 1, 512, Integer.MAX_VALUE}) {
            assertSame(Errno.OTHER, Errno.of(number));
        }
    }

    @Test
    void namesAndNumbersAreThoseOfTheKernelsHeaders() throws Exception {
        Map<Integer, String> header = new TreeMap<>();
        for (String name : List.of("errno-base.h", "errno.h")) {
            Path file = Path.of("/usr/include/asm-generic", name);
            if (!Files.exists(file)) {
                Assumptions.abort("this host has no kernel headers");
            }
            Matcher define =
                    Pattern.compile("#define\\s+(E\\w+)\\s+(\\d+)").matcher(Files.readString(file));
            while (define.find()) {
                header.put(Integer.valueOf(define.group(2)), define.group(1));
            }
        }
        Map<Integer, String> ours = new TreeMap<>();
        for (Errno errno : EnumSet.complementOf(EnumSet.of(Errno.OTHER))) {
            ours.put(errno.number(), errno.name());
        }
        assertEquals(header, ours);
    }

    @Test
    void everyErrnoHasTheKindThatTheTableGives() {
        Map<FailureKind, String> expected =
                Map.of(
                        FailureKind.BUSY,
                        "EINTR EAGAIN EBUSY ETXTBSY EDEADLK ERESTART EALREADY EINPROGRESS",
                        FailureKind.EXHAUSTED,
                        "ENOMEM ENFILE EMFILE ENOSPC EMLINK ENOLCK EUSERS ENOBUFS EDQUOT",
                        FailureKind.GONE,
                        "ENOENT ESRCH ENXIO ECHILD ENODEV EPIPE EADDRNOTAVAIL ECONNRESET ENOTCONN"
                                + " ECONNREFUSED ESTALE",
                        FailureKind.CONFLICT,
                        "EEXIST EXDEV ENOTDIR EISDIR ENOTEMPTY ELOOP ENOTUNIQ EADDRINUSE ENETDOWN"
                                + " ENETUNREACH EISCONN EHOSTDOWN EHOSTUNREACH",
                        FailureKind.DEADLINE,
                        "ETIME ETIMEDOUT",
                        FailureKind.DENIED,
                        "EPERM EACCES EROFS ENOKEY EKEYREJECTED",
                        FailureKind.REJECTED,
                        "E2BIG EINVAL EFBIG EDOM ERANGE ENAMETOOLONG EOVERFLOW EILSEQ EDESTADDRREQ"
                                + " EMSGSIZE EPROTOTYPE",
                        FailureKind.UNSUPPORTED,
                        "ENOTTY ENOSYS ENOPKG ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT"
                                + " EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT");
        expected.forEach((kind, names) -> assertEquals(names, namesOf(kind)));
        assertTrue(Errno.EIO.kind() == FailureKind.BROKEN);
    }

    @Test
    void messageNamesTheCallAndTheErrnoAndTheKernelsOwnWords() {
        ErrnoException plain = new ErrnoException(Errno.EPERM, "setns");
        assertEquals("setns: EPERM", plain.getMessage());
        assertEquals(0, plain.getStackTrace().length);
        ErrnoException told = new ErrnoException(Errno.EINVAL, "newlink", "Invalid peer");
        assertEquals("newlink: EINVAL (Invalid peer)", told.getMessage());
    }

    @Test
    void failureSaysWhatWasTriedAndKeepsTheKind() {
        OperationFailure failure =
                new ErrnoException(Errno.EBUSY, "umount2 /x").failing("stop VE 101");
        assertEquals("stop VE 101: umount2 /x: EBUSY", failure.getMessage());
        assertEquals(FailureKind.BUSY, failure.kind());
        assertFalse(failure.getCause() == null);
    }

    private static String namesOf(FailureKind kind) {
        List<String> names = new ArrayList<>();
        for (Errno errno : Errno.values()) {
            if (errno.kind() == kind) {
                names.add(errno.name());
            }
        }
        return String.join(" ", names);
    }
}
