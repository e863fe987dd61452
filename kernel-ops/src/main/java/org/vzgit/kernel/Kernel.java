package org.vzgit.kernel;

import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;

/// A node's kernel: the only database there is.
///
/// Implementations are safe for use by several threads as long as no two threads apply operations
/// of the same VE at once.
public interface Kernel extends Observer {

    /// Carries out one operation. Idempotent: where the effect is there already, this succeeds and
    /// changes nothing, so a plan may be applied again after a crash at any point.
    ///
    /// @throws OperationFailure with what was tried, on what, with which value, and the errno
    void apply(Operation operation) throws OperationFailure;

    /// What this kernel tells by itself; the caller closes it.
    default NodeEvents events() {
        return NodeEvents.NONE;
    }

    /// Lets go of everything held. VEs whose init was launched but not released end here: they
    /// never ran.
    @Override
    void close();
}
