package org.vzgit.reconciler.loop;

import java.util.Optional;
import org.vzgit.reconciler.source.SourceFailure;

/// The newest desired state that could be read. Polled by a thread of its own, so that a slow
/// server delays neither healing nor stopping.
final class SourceWatch {
    private final DesiredFeed feed;
    private final LoopListener listener;
    private volatile Optional<Desired> latest = Optional.empty();
    private volatile Optional<SourceFailure> failure = Optional.empty();

    SourceWatch(DesiredFeed feed, LoopListener listener) {
        this.feed = feed;
        this.listener = listener;
    }

    /// Looks once.
    ///
    /// @return whether there is something new
    synchronized boolean poll() {
        try {
            Desired now = feed.poll();
            recovered();
            return changed(now);
        } catch (SourceFailure failed) {
            failed(failed);
            return failed.kind() == SourceFailure.Kind.REFUSED && latest.isEmpty() && resume();
        }
    }

    /// After a restart, while the newest commit is refused: what was good stays applied.
    private boolean resume() {
        try {
            Optional<Desired> good = feed.lastTaken();
            return good.isPresent() && changed(good.get());
        } catch (SourceFailure gone) {
            failed(gone);
            return false;
        }
    }

    private boolean changed(Desired now) {
        if (latest.filter(now::equals).isPresent()) {
            return false;
        }
        latest = Optional.of(now);
        listener.revision(now);
        return true;
    }

    /// Empty until the source could be read for the first time.
    Optional<Desired> latest() {
        return latest;
    }

    /// Why the last poll did not work, if it did not.
    Optional<SourceFailure> failure() {
        return failure;
    }

    private void recovered() {
        if (failure.isPresent()) {
            failure = Optional.empty();
            listener.sourceRecovered();
        }
    }

    private void failed(SourceFailure now) {
        boolean known = failure.filter(last -> last.toString().equals(now.toString())).isPresent();
        failure = Optional.of(now);
        if (!known) {
            listener.sourceFailed(now);
        }
    }
}
