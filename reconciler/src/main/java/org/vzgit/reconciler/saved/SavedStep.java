package org.vzgit.reconciler.saved;

import java.util.Optional;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.VeId;

/// One operation of a saved plan.
///
/// @param veid empty for what is done to the node
/// @param subject the VE's name, or `node`
/// @param text for people: `set numproc`
/// @param operation all of its values, so that two that are equal here do the same
/// @param precondition what it replaces: the field, and its value on the node
record SavedStep(
        Optional<VeId> veid,
        String subject,
        String text,
        String operation,
        Precondition precondition) {

    /// @param from the value that the node had; empty when it had none
    /// @param to the value that was wanted
    record Precondition(String field, String from, String to) {
        @Override
        public String toString() {
            return field + " " + (from.isEmpty() ? "-" : from) + " → " + (to.isEmpty() ? "-" : to);
        }
    }

    static SavedStep of(Step step, VeNames names) {
        Operation operation = step.operation();
        return new SavedStep(
                operation instanceof VeOperation ve ? Optional.of(ve.veid()) : Optional.empty(),
                names.of(operation),
                OperationText.of(operation).text(),
                operation.toString(),
                new Precondition(
                        step.cause().field(),
                        // A host name that root of a VE made unreadable must not make the file so.
                        SafeText.of(step.cause().from()),
                        step.cause().to()));
    }

    /// Does the same thing, whatever the node has now.
    boolean isSameOperation(SavedStep other) {
        return operation.equals(other.operation);
    }

    /// Is about the same thing, whatever is wanted of it.
    boolean isSameSubject(SavedStep other) {
        return veid.equals(other.veid) && text.equals(other.text);
    }

    String told() {
        return subject + ": " + text;
    }
}
