package org.vzgit.reconciler.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// The VEs that are left alone: those that failed lately, each for a while of its own, and those on
/// which an operation that was given up still works.
///
/// Safe for several threads.
final class VeBackoffs {
    private final SortedMap<VeId, Backoff> backoffs = new TreeMap<>();

    private final Falls falls = new Falls();
    private final List<Applied.Straggler> stragglers = new ArrayList<>();

    private final RandomGenerator random;

    VeBackoffs(RandomGenerator random) {
        this.random = random;
    }

    /// The VEs that are left alone now.
    synchronized SortedSet<VeId> held(Instant now) {
        SortedSet<VeId> held = new TreeSet<>();
        backoffs.forEach((veid, backoff) -> {
            if (backoff.holds(now)) {
                held.add(veid);
            }
        });
        stragglers.removeIf(straggler -> !straggler.working().getAsBoolean());
        stragglers.forEach(straggler -> held.add(straggler.veid()));
        return held;
    }

    synchronized void note(Applied applied, Instant now) {
        stragglers.addAll(applied.stragglers());
        SortedSet<VeId> troubled = falls.troubled(applied);
        SortedSet<VeId> touched = new TreeSet<>();
        for (Step step : applied.plan().steps()) {
            if (step.operation() instanceof VeOperation op) {
                touched.add(op.veid());
            }
        }
        for (VeId veid : touched) {
            Backoff before = backoffs.getOrDefault(veid, Backoff.NONE);
            Backoff after =
                    troubled.contains(veid)
                            ? before.afterFailure(now).spread(random)
                            : before.afterSuccess(now);
            backoffs.put(veid, after);
        }
        backoffs.values().removeIf(Backoff.NONE::equals);
    }

    /// A new revision may have repaired whatever it was.
    synchronized void releaseAll() {
        backoffs.replaceAll((_, backoff) -> backoff.released());
    }

    /// Those that failed lately, for people.
    synchronized SortedMap<VeId, Backoff> waiting(Instant now) {
        SortedMap<VeId, Backoff> waiting = new TreeMap<>(backoffs);
        waiting.values().removeIf(backoff -> !backoff.holds(now));
        return waiting;
    }
}
