package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.reconciler.apply.ApplySettings;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.plan.Step;

/// Which operations are running at this moment, for those who ask what an agent waits for. Passes
/// on what it hears.
///
/// Safe for several threads.
final class Activity implements ProgressListener {
    private final InstantSource clock;
    private final SortedMap<Integer, LoopView.Running> running = new TreeMap<>();
    private ProgressListener next = ProgressListener.NONE;

    Activity(InstantSource clock) {
        this.clock = clock;
    }

    /// Another apply begins.
    synchronized Activity begin(ProgressListener listener) {
        running.clear();
        next = listener;
        return this;
    }

    @Override
    public synchronized void started(Step step) {
        Duration most = ApplySettings.deadlineOf(step.operation());
        running.put(step.id(), new LoopView.Running(step, clock.instant(), most));
        next.started(step);
    }

    @Override
    public synchronized void ended(Step step, Outcome outcome) {
        running.remove(step.id());
        next.ended(step, outcome);
    }

    synchronized List<LoopView.Running> now() {
        return List.copyOf(running.values());
    }
}
