package org.vzgit.reconciler.wholepath;

import java.util.concurrent.atomic.AtomicInteger;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNode;

/// A kernel that a process uses until it dies: after so many operations nothing has an effect any
/// more.
final class DyingKernel implements Kernel {
    private final Kernel kernel;
    private final int lives;
    private final AtomicInteger begun = new AtomicInteger();

    DyingKernel(Kernel kernel, int lives) {
        this.kernel = kernel;
        this.lives = lives;
    }

    /// Everything was done before the end came.
    boolean survived() {
        return begun.get() <= lives;
    }

    @Override
    public ObservedNode observe() {
        return kernel.observe();
    }

    @Override
    public void apply(Operation operation) throws OperationFailure {
        if (begun.incrementAndGet() > lives) {
            throw new OperationFailure(FailureKind.BROKEN, "dead before " + operation);
        }
        kernel.apply(operation);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
