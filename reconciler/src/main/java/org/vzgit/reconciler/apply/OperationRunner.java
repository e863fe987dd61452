package org.vzgit.reconciler.apply;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;

/// Carries out one operation, trying again where only the moment was wrong.
final class OperationRunner {
    /// Something was in the way three times over 70 ms: then it is no passing moment, and the next
    /// pass is the better time.
    static final int ATTEMPTS_MAX = 4;

    /// Doubles and more each time: 5, 15, 45 ms. A cgroup that is EBUSY because its last process is
    /// still being reaped is free within a few milliseconds.
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    private static final int PAUSE_FACTOR = 3;

    private final Kernel kernel;
    private final LongSupplier nanoTime;

    OperationRunner(Kernel kernel, LongSupplier nanoTime) {
        this.kernel = kernel;
        this.nanoTime = nanoTime;
    }

    Outcome run(Operation operation) {
        long begin = nanoTime.getAsLong();
        try {
            attempt(operation);
            return new Outcome.Done(micros(begin));
        } catch (OperationFailure failure) {
            return new Outcome.Failed(failure.kind(), message(failure), micros(begin));
        } catch (InterruptedException late) {
            return new Outcome.Failed(
                    FailureKind.DEADLINE, operation + ": interrupted", micros(begin));
        } catch (RuntimeException | Error broken) {
            // A defect of ours in one operation must not stop the other VEs. Errors too, such as a
            // native call that cannot be linked: nobody looks at what ends a thread of the pool, so
            // the step would run into its deadline and the kernel would be blamed.
            return new Outcome.Failed(FailureKind.BROKEN, operation + ": " + broken, micros(begin));
        }
    }

    private void attempt(Operation operation) throws OperationFailure, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                kernel.apply(operation);
                return;
            } catch (OperationFailure failure) {
                if (failure.kind() != FailureKind.BUSY || attempt == ATTEMPTS_MAX) {
                    throw failure;
                }
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(PAUSE_FACTOR);
        }
    }

    private static String message(OperationFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    private long micros(long begin) {
        return (nanoTime.getAsLong() - begin) / 1_000;
    }
}
