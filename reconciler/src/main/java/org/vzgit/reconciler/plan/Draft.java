package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.state.ObservedNetwork;

/// A step that has no number yet.
final class Draft {
    private final Operation operation;
    private final Cause cause;
    private Risk risk;
    private final List<Draft> after;
    private final List<Contended> frees = new ArrayList<>();
    private final List<Contended> takes = new ArrayList<>();

    Draft(Operation operation, Cause cause, Risk risk, List<Draft> after) {
        this.operation = operation;
        this.cause = cause;
        this.risk = risk;
        this.after = List.copyOf(after);
    }

    Operation operation() {
        return operation;
    }

    Cause cause() {
        return cause;
    }

    Risk risk() {
        return risk;
    }

    /// A step that several VEs need is shown with the most dangerous of them.
    void neededFor(Risk other) {
        risk = risk.compareTo(other) <= 0 ? risk : other;
    }

    /// The steps that must have succeeded before.
    List<Draft> after() {
        return after;
    }

    List<Contended> frees() {
        return frees;
    }

    /// Gives back all that a link has.
    void freeAddresses(ObservedNetwork network) {
        Stream.concat(network.inside().stream(), network.routed().stream())
                .distinct()
                .forEach(address -> frees.add(new Contended.Address(address)));
    }

    List<Contended> takes() {
        return takes;
    }
}
