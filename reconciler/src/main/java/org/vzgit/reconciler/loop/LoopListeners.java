package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.source.SourceFailure;

/// Several listeners as one; each hears everything, in this order.
public record LoopListeners(List<LoopListener> all) implements LoopListener {
    public LoopListeners {
        all = List.copyOf(all);
    }

    @Override
    public void revision(Desired desired) {
        tell(one -> one.revision(desired));
    }

    @Override
    public void sourceFailed(SourceFailure failure) {
        tell(one -> one.sourceFailed(failure));
    }

    @Override
    public void sourceRecovered() {
        tell(LoopListener::sourceRecovered);
    }

    @Override
    public ProgressListener applying(Plan plan) {
        List<ProgressListener> each = all.stream().map(one -> one.applying(plan)).toList();
        return new ProgressListener() {
            @Override
            public void started(Step step) {
                each.forEach(one -> one.started(step));
            }

            @Override
            public void ended(Step step, Outcome outcome) {
                each.forEach(one -> one.ended(step, outcome));
            }
        };
    }

    @Override
    public void applied(Applied applied) {
        tell(one -> one.applied(applied));
    }

    @Override
    public void blocked(List<Blocked> appeared) {
        tell(one -> one.blocked(appeared));
    }

    @Override
    public void unblocked(List<Blocked> gone) {
        tell(one -> one.unblocked(gone));
    }

    @Override
    public void passFailed(RuntimeException defect) {
        tell(one -> one.passFailed(defect));
    }

    @Override
    public void polled(boolean readable) {
        tell(one -> one.polled(readable));
    }

    @Override
    public void passed(PassResult result, Duration took) {
        tell(one -> one.passed(result, took));
    }

    @Override
    public void hinted(List<NodeHint> hints) {
        tell(one -> one.hinted(hints));
    }

    @Override
    public void waits(Optional<NodeWait> wait) {
        tell(one -> one.waits(wait));
    }

    @Override
    public void asked() {
        tell(LoopListener::asked);
    }

    private void tell(Consumer<LoopListener> message) {
        all.forEach(message);
    }
}
