package org.vzgit.reconciler.cli;

import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.sys.NodeHome;

/// Opens a node for changing it.
@FunctionalInterface
interface Kernels {
    Kernel open(NodeHome home) throws CommandFailure;
}
