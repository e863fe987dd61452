package org.vzgit.reconciler.apply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.VeId;

/// Does what a test says, and notices two operations of one VE at once.
final class ScriptedKernel implements Kernel {
    /// Thrown errors fail the operation.
    @FunctionalInterface
    interface Script {
        void apply(Operation operation) throws OperationFailure;
    }

    private final Script script;
    private final List<Operation> begun = new ArrayList<>();
    private final Set<VeId> busy = new HashSet<>();
    private int most;
    private boolean collided;

    ScriptedKernel(Script script) {
        this.script = script;
    }

    @Override
    public ObservedNode observe() {
        return new ObservedNode(
                new Features("test", Map.of(), 1),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>());
    }

    @Override
    public void apply(Operation operation) throws OperationFailure {
        VeId veid = ((VeOperation) operation).veid();
        synchronized (this) {
            begun.add(operation);
            collided |= !busy.add(veid);
            most = Math.max(most, busy.size());
        }
        try {
            script.apply(operation);
        } finally {
            synchronized (this) {
                busy.remove(veid);
            }
        }
    }

    @Override
    public void close() {}

    synchronized List<Operation> begun() {
        return List.copyOf(begun);
    }

    /// How many VEs were worked on at once.
    synchronized int mostAtOnce() {
        return most;
    }

    synchronized boolean collided() {
        return collided;
    }
}
