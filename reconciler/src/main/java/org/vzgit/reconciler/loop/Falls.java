package org.vzgit.reconciler.loop;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.op.Launch;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

/// The VEs that do not stay up. One that its owner halts, or whose init crashes, is drift and is
/// started again at once; when that was not the first time for a revision it counts as a failure,
/// so that a VE that halts itself after each start is not started for ever at the pace of passes. A
/// reboot from inside is the same to the node: the first at once, one after another with a wait. A
/// start that failed was none.
final class Falls {
    /// As many as there are VEs: each with the revision that it was last started for.
    private final SortedMap<VeId, Revision> started = new TreeMap<>();

    /// Those that failed, and those that had to be started once more.
    SortedSet<VeId> troubled(Applied applied) {
        SortedSet<VeId> troubled = new TreeSet<>(applied.troubled());
        Revision revision = applied.plan().revision();
        for (Step step : applied.plan().steps()) {
            if (step.operation() instanceof Launch launch
                    && applied.outcomes().get(step.id()) instanceof Outcome.Done
                    && revision.equals(started.put(launch.veid(), revision))) {
                troubled.add(launch.veid());
            }
        }
        return troubled;
    }
}
