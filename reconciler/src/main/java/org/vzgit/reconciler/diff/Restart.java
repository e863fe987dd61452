package org.vzgit.reconciler.diff;

import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.VeSpec;

/// Decides whether a running VE can only be put right by stopping and starting it.
public final class Restart {
    private Restart() {}

    public static boolean isNeeded(VeSpec spec, ObservedVe live) {
        return isForCgroup(live) || isForRoot(spec, live);
    }

    /// A running VE whose cgroup is missing in some hierarchy has processes there that nothing
    /// bounds. They could be moved one by one, but what they fork meanwhile would escape again:
    /// only a start puts all of them in from the first instruction on.
    public static boolean isForCgroup(ObservedVe live) {
        return RunPhase.of(live) == RunPhase.RUNNING && !hasWholeCgroup(live);
    }

    /// How a VE's root is mounted is locked in its mount namespace, against the node too
    /// (`can_change_locked_flags`, `fs/namespace.c`). A table that cannot be read is no reason.
    public static boolean isForRoot(VeSpec spec, ObservedVe live) {
        return RunPhase.of(live) == RunPhase.RUNNING
                && live.init()
                        .toOptional()
                        .flatMap(init -> init.noatime().toOptional())
                        .filter(noatime -> noatime != spec.noatime())
                        .isPresent();
    }

    private static boolean hasWholeCgroup(ObservedVe live) {
        return live.cgroup() instanceof Reading.Present<ObservedCgroup>(ObservedCgroup cgroup)
                && cgroup.complete();
    }
}
