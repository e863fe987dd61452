package org.vzgit.reconciler.forge;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.loop.Desired;
import org.vzgit.reconciler.loop.LoopListener;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.source.SourceFailure;

/// Hears a loop for what a forge is to be told. Returns at once: whatever waits for a server does
/// so on other threads.
public record ForgeReports(Optional<SnapshotPublisher> snapshots, List<StatusReporter> statuses)
        implements LoopListener, AutoCloseable {
    public ForgeReports {
        statuses = List.copyOf(statuses);
    }

    @Override
    public void revision(Desired desired) {}

    @Override
    public void sourceFailed(SourceFailure failure) {}

    @Override
    public void sourceRecovered() {}

    @Override
    public ProgressListener applying(Plan plan) {
        statuses.forEach(one -> one.applying(plan));
        return ProgressListener.NONE;
    }

    @Override
    public void applied(Applied applied) {}

    @Override
    public void blocked(List<Blocked> appeared) {}

    @Override
    public void unblocked(List<Blocked> gone) {}

    @Override
    public void passFailed(RuntimeException defect) {}

    @Override
    public void passed(PassResult result, Duration took) {
        snapshots.ifPresent(one -> one.passed(result));
        statuses.forEach(one -> one.passed(result));
    }

    @Override
    public void asked() {
        statuses.forEach(StatusReporter::asked);
    }

    @Override
    public void close() {
        snapshots.ifPresent(SnapshotPublisher::close);
        statuses.forEach(StatusReporter::close);
    }
}
