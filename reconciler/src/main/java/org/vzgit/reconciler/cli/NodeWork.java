package org.vzgit.reconciler.cli;

import java.io.IOException;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.loop.NodeLock;
import org.vzgit.reconciler.loop.NodeLock.NodeBusy;

/// Work on a node that no other process may do at the same time.
@FunctionalInterface
interface NodeWork {
    int run() throws CommandFailure;

    /// @param command what another process is told about who is at work
    static int exclusively(NodeHome home, String command, NodeWork work) throws CommandFailure {
        try (NodeLock _ = NodeLock.acquire(home, command)) {
            return work.run();
        } catch (NodeBusy busy) {
            throw new CommandFailure(ExitCode.TOOL_FAILED, String.valueOf(busy.getMessage()), busy);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "lock " + home.run() + ": " + failure, failure);
        }
    }
}
