package org.vzgit.reconciler.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.vzgit.reconciler.source.SourceFailure;

/// The newest desired state that could be read. Polled by a thread of its own, so that a slow
/// server delays neither healing nor stopping.
final class SourceWatch {
    private final DesiredFeed feed;
    private final LoopListener listener;
    private final HoldFile holds;
    private final InstantSource clock;
    private volatile Optional<Instant> polled = Optional.empty();
    private volatile Optional<Desired> latest = Optional.empty();
    private volatile Optional<SourceFailure> failure = Optional.empty();
    private volatile Optional<NodeWait> waits = Optional.empty();

    SourceWatch(ManagedNode node, InstantSource clock, LoopListener listener) {
        this.feed = node.feed();
        this.holds = node.files().holds();
        this.clock = clock;
        this.listener = listener;
    }

    /// Looks once.
    ///
    /// @return whether there is something new
    synchronized boolean poll() {
        try {
            Instant time = clock.instant();
            Desired now = feed.poll(holds.read(time).node().map(Holds.Pin::commit));
            polled = Optional.of(time);
            listener.polled(true);
            recovered();
            boolean changed = changed(now);
            queued(changed, time);
            return changed;
        } catch (SourceFailure failed) {
            listener.polled(false);
            failed(failed);
            return failed.kind() == SourceFailure.Kind.REFUSED && latest.isEmpty() && resume();
        } catch (IOException unreadable) {
            // Whether the node is held cannot be told, so it stays where it is.
            listener.passFailed(new UncheckedIOException(unreadable));
            return false;
        } catch (RuntimeException defect) {
            // Of ours or of a library, on something in this revision; another may come.
            listener.polled(false);
            listener.passFailed(defect);
            return false;
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

    private void queued(boolean changed, Instant time) {
        Instant since = changed ? time : waits.map(NodeWait::since).orElse(time);
        Optional<NodeWait> before = waits;
        waits = feed.waits(since);
        boolean known = waits.map(NodeWait::what).equals(before.map(NodeWait::what));
        if (!known) {
            listener.waits(waits);
        }
    }

    /// The newer commit that is not taken yet, and for whom it waits.
    Optional<NodeWait> waits() {
        return waits;
    }

    /// Takes it as it is, with the next poll.
    ///
    /// @return its id; empty when none waits
    Optional<String> release() {
        return feed.release();
    }

    /// Empty until the source could be read for the first time.
    Optional<Desired> latest() {
        return latest;
    }

    /// Why the last poll did not work, if it did not.
    Optional<SourceFailure> failure() {
        return failure;
    }

    /// When the source was read the last time.
    Optional<Instant> polled() {
        return polled;
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
