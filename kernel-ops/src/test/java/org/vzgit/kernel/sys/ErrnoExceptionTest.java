package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.OperationFailure;

class ErrnoExceptionTest {
    @ParameterizedTest
    @EnumSource(Errno.class)
    void everyErrnoKeepsItsNameAndKindOnTheWayUp(Errno errno) {
        ErrnoException call = new ErrnoException(errno, "write memory.max", "too small");
        OperationFailure failure = call.failing("set physpages of VE 101 to 4096");
        assertEquals(errno.kind(), failure.kind());
        assertEquals(
                "set physpages of VE 101 to 4096: write memory.max: "
                        + errno.name()
                        + " (too small)",
                failure.getMessage());
        assertSame(call, failure.getCause());
        assertSame(errno, call.errno());
        assertEquals("write memory.max", call.call());
    }

    @Test
    void noDetailIsNoParentheses() {
        assertEquals("bpf: ENOSYS", new ErrnoException(Errno.ENOSYS, "bpf", "").getMessage());
        assertEquals("bpf: EINVAL ( )", new ErrnoException(Errno.EINVAL, "bpf", " ").getMessage());
    }

    @Test
    void aFailingCallIsCheapAndStandsForItself() {
        ErrnoException call = new ErrnoException(Errno.ESRCH, "pidfd_open");
        call.addSuppressed(new IllegalStateException("not kept"));
        assertEquals(0, call.getSuppressed().length);
        assertNull(call.getCause());
        assertEquals("org.vzgit.kernel.sys.ErrnoException: pidfd_open: ESRCH", call.toString());
    }

    @ParameterizedTest
    @EnumSource(Errno.class)
    void numberAndConstantLeadToEachOther(Errno errno) {
        assertSame(errno, Errno.of(errno.number()));
        assertSame(Errno.OTHER, Errno.of(-errno.number()));
    }
}
