package org.vzgit.reconciler.plan;

import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNode;

/// A kernel of which one operation goes wrong.
final class FaultyKernel implements Kernel {
    private final Kernel kernel;
    private final int faulty;
    private final Fault fault;
    private int count;

    /// @param faulty which operation goes wrong, from 1
    FaultyKernel(Kernel kernel, int faulty, Fault fault) {
        this.kernel = kernel;
        this.faulty = faulty;
        this.fault = fault;
    }

    @Override
    public ObservedNode observe() {
        return kernel.observe();
    }

    @Override
    public void apply(Operation operation) throws OperationFailure {
        count++;
        if (count != faulty) {
            kernel.apply(operation);
            return;
        }
        switch (fault) {
            case Fault.Fails(FailureKind kind) ->
                    throw new OperationFailure(kind, "injected " + kind + " at " + operation);
            case Fault.FailsAfterEffect(FailureKind kind) -> {
                kernel.apply(operation);
                throw new OperationFailure(kind, "injected late " + kind + " at " + operation);
            }
        }
    }

    @Override
    public void close() {
        kernel.close();
    }

    /// What goes wrong.
    sealed interface Fault {
        /// Without any effect.
        record Fails(FailureKind kind) implements Fault {}

        /// It took effect, but the answer says that it failed: a deadline that passed, for
        /// instance.
        record FailsAfterEffect(FailureKind kind) implements Fault {}
    }
}
