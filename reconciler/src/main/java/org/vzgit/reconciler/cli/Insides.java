package org.vzgit.reconciler.cli;

import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// The way into the VEs of a node.
@FunctionalInterface
interface Insides {
    Inside open(NodeHome home);

    /// Commands in VEs.
    interface Inside extends AutoCloseable {
        /// Waits for the command's end.
        ///
        /// @return its exit code, or 128 and the number of the signal that ended it
        int run(VeId veid, VeCommand command) throws OperationFailure;

        /// The process on the host that stands for the command; it ends with what [#run] gives.
        Process start(VeId veid, VeCommand command) throws OperationFailure;

        @Override
        void close();
    }
}
