package org.vzgit.reconciler.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;

class OperationRunnerTest {
    /// Far from zero and negative, as `System.nanoTime` may be.
    private final AtomicLong nanos = new AtomicLong(-7_000_000);

    private final AtomicInteger calls = new AtomicInteger();
    private final Operation operation =
            new Steps().numproc(101, 1).plan().steps().getFirst().operation();

    private Outcome run(ScriptedKernel.Script script) {
        ScriptedKernel kernel =
                new ScriptedKernel(done -> {
                    calls.incrementAndGet();
                    nanos.addAndGet(1_999);
                    script.apply(done);
                });
        return new OperationRunner(kernel, nanos::get).run(operation);
    }

    @Test
    void durationIsInWholeMicroseconds() {
        assertEquals(new Outcome.Done(1), run(_ -> {}));
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, 4",
        "EXHAUSTED, 1",
        "GONE, 1",
        "CONFLICT, 1",
        "DEADLINE, 1",
        "DENIED, 1",
        "REJECTED, 1",
        "UNSUPPORTED, 1",
        "BROKEN, 1"
    })
    void theFailureKeepsItsKindAndWordsAfterAllTries(FailureKind kind, int tries) {
        Outcome outcome =
                run(_ -> {
                    throw new OperationFailure(kind, "set numproc: try " + calls.get());
                });
        long micros = tries * 1_999L / 1_000;
        assertEquals(new Outcome.Failed(kind, "set numproc: try " + tries, micros), outcome);
        assertEquals(tries, calls.get());
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void whatFollowsABusyMomentDecides(FailureKind kind) {
        Outcome outcome =
                run(_ -> {
                    throw new OperationFailure(calls.get() == 1 ? FailureKind.BUSY : kind, "x");
                });
        assertEquals(kind, assertInstanceOf(Outcome.Failed.class, outcome).kind());
        assertEquals(kind == FailureKind.BUSY ? OperationRunner.ATTEMPTS_MAX : 2, calls.get());
    }

    @Test
    void anInterruptBetweenTwoTriesEndsTheOperation() {
        Outcome outcome =
                run(_ -> {
                    Thread.currentThread().interrupt();
                    throw new OperationFailure(FailureKind.BUSY, "busy");
                });
        assertEquals(
                new Outcome.Failed(FailureKind.DEADLINE, operation + ": interrupted", 1), outcome);
        assertEquals(1, calls.get());
        assertFalse(Thread.interrupted());
    }

    @Test
    void aDefectNamesTheOperationAndItself() {
        Outcome outcome =
                run(_ -> {
                    throw new IllegalStateException("no such row");
                });
        assertEquals(
                new Outcome.Failed(
                        FailureKind.BROKEN,
                        operation + ": java.lang.IllegalStateException: no such row",
                        1),
                outcome);
    }

    /// A native library that this machine's loader does not take is a LinkageError: without an
    /// outcome the step would wait for its whole deadline and then blame the kernel.
    @Test
    void anErrorOfTheMachineIsAnOutcomeToo() {
        Outcome outcome =
                run(_ -> {
                    throw new UnsatisfiedLinkError("libc.so.6: no bpf");
                });
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, outcome);
        assertEquals(FailureKind.BROKEN, failed.kind());
        assertTrue(failed.message().endsWith("libc.so.6: no bpf"), failed.message());
        assertEquals(1, calls.get());
    }
}
