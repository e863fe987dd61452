package org.vzgit.reconciler.cli;

import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.loop.NodeLock;

final class Locks {
    static NodeLock take(NodeHome home) throws CommandFailure {
        return NodeLock.take(home);
    }
}
