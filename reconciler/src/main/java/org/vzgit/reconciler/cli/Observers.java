package org.vzgit.reconciler.cli;

import org.vzgit.kernel.Observer;
import org.vzgit.kernel.sys.NodeHome;

/// Opens a node for looking.
@FunctionalInterface
interface Observers {
    Observer open(NodeHome home) throws CommandFailure;
}
