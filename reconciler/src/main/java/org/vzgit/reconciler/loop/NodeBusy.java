package org.vzgit.reconciler.loop;

import org.vzgit.kernel.sys.NodeHome;

/// Another process is changing this node.
public final class NodeBusy extends Exception {
    private static final long serialVersionUID = 1L;

    NodeBusy(NodeHome home, String holder) {
        super(
                home.state()
                        + " is being changed by process "
                        + (holder.isEmpty() ? "(just starting)" : holder)
                        + "; wait for it, or stop it first");
    }
}
