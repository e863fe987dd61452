package org.vzgit.reconciler.cli;

import java.util.List;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// Runs a command in a VE, with this process's standard streams.
@FunctionalInterface
interface Insides {
    /// @param command with its arguments; empty for a login shell
    /// @return the command's exit code, or 128 and the number of the signal that ended it
    int run(NodeHome home, VeId veid, List<String> command) throws CommandFailure;
}
