package org.vzgit.reconciler.diff;

import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeSpec;

/// What a VE should be doing now, which its node's last boot has a say in.
public final class WantedState {
    private WantedState() {}

    public static RunState of(VeSpec spec, ObservedVe live) {
        return awaitsWord(spec, live) ? RunState.STOPPED : spec.state();
    }

    /// It went down with the node and its document keeps it from coming up with it. It is left as
    /// it is until the document no longer says so.
    public static boolean awaitsWord(VeSpec spec, ObservedVe live) {
        return spec.state() == RunState.RUNNING
                && !spec.boot().onboot()
                && RunPhase.of(live) == RunPhase.STOPPED
                && live.privateArea().toOptional().filter(PrivateArea::cutOff).isPresent();
    }
}
