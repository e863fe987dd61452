package org.vzgit.reconciler.forge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;

/// Publishes now and then what the VEs of a node use. A pass hands over what it saw and goes on; a
/// thread of its own waits for the server.
///
/// At most one snapshot is being sent and one waits, which the next one replaces. One that could
/// not be sent is not sent again: the next one is newer.
public final class SnapshotPublisher implements AutoCloseable {
    /// Below this, a hundred nodes would push more often than a forge accepts.
    public static final Duration INTERVAL_MIN = Duration.ofMinutes(1);

    /// An agent that ends soon after each start pushes nothing, however often it is restarted.
    static final Duration FIRST_AFTER = Duration.ofSeconds(30);

    private final NodeName node;
    private final Duration interval;
    private final InstantSource clock;
    private final Publication publication;
    private final Trouble trouble;
    private final ThreadPoolExecutor sender =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(1),
                    Thread.ofPlatform().daemon().name("snapshot").factory(),
                    new ThreadPoolExecutor.DiscardOldestPolicy());
    private Instant due;
    private volatile Optional<NodeSnapshot> published = Optional.empty();

    /// Where a snapshot goes.
    @FunctionalInterface
    public interface Publication {
        void publish(String json) throws SourceFailure;
    }

    /// @param interval between two publications at least, [#INTERVAL_MIN] or more
    public SnapshotPublisher(
            NodeName node,
            Duration interval,
            InstantSource clock,
            Publication publication,
            ForgeLog log) {
        if (interval.compareTo(INTERVAL_MIN) < 0) {
            throw new IllegalArgumentException(interval + " is below " + INTERVAL_MIN);
        }
        this.node = node;
        this.interval = interval;
        this.clock = clock;
        this.publication = publication;
        this.trouble = new Trouble("snapshot", log);
        this.due = clock.instant().plus(FIRST_AFTER);
    }

    /// A pass has ended. Costs a comparison of two times, but once in an interval.
    void passed(PassResult result) {
        Instant now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        due = now.plus(interval);
        NodeSnapshot snapshot = snapshot(now, result.desired().state().revision(), result.live());
        if (published.filter(last -> sameUse(last, snapshot)).isEmpty()) {
            sender.execute(() -> send(snapshot));
        }
    }

    private NodeSnapshot snapshot(Instant now, Revision revision, ObservedNode live) {
        return NodeSnapshot.of(node, now, new Revision(revision.id(), ""), live);
    }

    private static boolean sameUse(NodeSnapshot one, NodeSnapshot other) {
        return one.ves().equals(other.ves())
                && one.features().equals(other.features())
                && one.revision().equals(other.revision());
    }

    private void send(NodeSnapshot snapshot) {
        try {
            publication.publish(snapshot.json());
            published = Optional.of(snapshot);
            trouble.succeeded();
        } catch (SourceFailure failure) {
            trouble.failed(String.valueOf(failure.getMessage()));
        } catch (RuntimeException defect) {
            trouble.failed(defect.toString());
        }
    }

    /// What is being sent is given up.
    @Override
    public void close() {
        sender.shutdownNow();
    }
}
