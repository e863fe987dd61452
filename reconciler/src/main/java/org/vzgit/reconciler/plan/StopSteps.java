package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// Down to a private area and nothing else. Only what is there is taken away, so a VE that is down
/// already gets no step.
///
/// Growing VEs do not wait for these: a VE that hangs in its stop would hold back a whole node.
/// They come first in the plan all the same.
final class StopSteps {
    private final Chain chain;
    private final ObservedVe live;

    StopSteps(Chain chain, ObservedVe live) {
        this.chain = chain;
        this.live = live;
    }

    /// How long the VE's own init may take. One that is only held has nothing to save.
    List<Draft> add(Seconds timeout, Cause cause, Risk risk) {
        List<Draft> stopped = stop(timeout, cause, risk);
        stopped.forEach(step -> step.frees().add(new Contended.Files(veid())));
        List<Draft> all = new ArrayList<>(stopped);
        if (live.network() instanceof Reading.Present<ObservedNetwork>(ObservedNetwork network)) {
            all.add(
                    detach(
                            chain,
                            new DetachNetwork(veid()),
                            network,
                            cause,
                            new Place(risk, stopped)));
        }
        if (live.cgroup() instanceof Reading.Present<ObservedCgroup>) {
            all.add(chain.add(new RemoveCgroup(veid()), cause, risk, stopped));
        }
        return all;
    }

    static Draft detach(
            Chain chain,
            DetachNetwork operation,
            ObservedNetwork network,
            Cause cause,
            Place place) {
        Draft detach = chain.add(operation, cause, place.risk(), place.after());
        detach.freeAddresses(network);
        return detach;
    }

    private List<Draft> stop(Seconds timeout, Cause cause, Risk risk) {
        return switch (RunPhase.of(live)) {
            case STOPPED -> List.of();
            case HELD ->
                    List.of(chain.add(new StopVe(veid(), new Seconds(0)), cause, risk, List.of()));
            case RUNNING -> List.of(chain.add(new StopVe(veid(), timeout), cause, risk, List.of()));
        };
    }

    private VeId veid() {
        return live.veid();
    }

    /// Where a step stands.
    record Place(Risk risk, List<Draft> after) {}
}
