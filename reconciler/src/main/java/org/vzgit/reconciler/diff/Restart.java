package org.vzgit.reconciler.diff;

import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;

/// Decides whether a running VE can only be put right by stopping and starting it.
public final class Restart {
    private Restart() {}

    /// A running VE whose cgroup is missing in some hierarchy has processes there that nothing
    /// bounds. They could be moved one by one, but what they fork meanwhile would escape again:
    /// only a start puts all of them in from the first instruction on.
    public static boolean isNeeded(ObservedVe live) {
        return RunPhase.of(live) == RunPhase.RUNNING && !hasWholeCgroup(live);
    }

    private static boolean hasWholeCgroup(ObservedVe live) {
        return live.cgroup() instanceof Reading.Present<ObservedCgroup>(ObservedCgroup cgroup)
                && cgroup.complete();
    }
}
