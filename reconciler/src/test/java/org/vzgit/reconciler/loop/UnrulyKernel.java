package org.vzgit.reconciler.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.VeId;

/// A kernel that fails when it is told to, and remembers what was asked of it.
final class UnrulyKernel implements Kernel {
    private Kernel kernel;
    private final Map<VeId, List<Errno>> failures = new HashMap<>();
    private final List<Operation> tried = new ArrayList<>();
    private int untilDeath = Integer.MAX_VALUE;

    UnrulyKernel(Kernel kernel) {
        this.kernel = kernel;
    }

    /// The next so many operations on a VE fail.
    synchronized void fail(VeId veid, Errno errno, int times) {
        for (int i = 0; i < times; i++) {
            failures.computeIfAbsent(veid, _ -> new ArrayList<>()).add(errno);
        }
    }

    /// The process that uses this kernel is killed after so many operations: none that it would
    /// have begun has an effect.
    synchronized void dieAfter(int operations) {
        untilDeath = operations;
    }

    /// Another process uses the kernel from now on.
    synchronized void restartWith(Kernel next) {
        kernel = next;
        untilDeath = Integer.MAX_VALUE;
    }

    synchronized boolean isDead() {
        return untilDeath < 0;
    }

    /// Nothing fails any more.
    synchronized void forgive() {
        failures.clear();
    }

    /// What was tried since the last call, failures included.
    synchronized List<Operation> tried() {
        List<Operation> all = List.copyOf(tried);
        tried.clear();
        return all;
    }

    @Override
    public ObservedNode observe() {
        return kernel.observe();
    }

    @Override
    public void apply(Operation operation) throws OperationFailure {
        before(operation);
        kernel.apply(operation);
    }

    private synchronized void before(Operation operation) throws OperationFailure {
        if (--untilDeath < 0) {
            throw new OperationFailure(Errno.EIO.kind(), operation + ": the process was killed");
        }
        tried.add(operation);
        if (operation instanceof VeOperation op) {
            List<Errno> next = failures.getOrDefault(op.veid(), List.of());
            if (!next.isEmpty()) {
                Errno errno = next.removeFirst();
                throw new OperationFailure(errno.kind(), operation + ": " + errno);
            }
        }
    }

    static int veOf(Operation operation) {
        return switch (operation) {
            case VeOperation op -> op.veid().value();
            case BuildTemplate _ -> 0;
        };
    }

    @Override
    public void close() {
        kernel.close();
    }
}
