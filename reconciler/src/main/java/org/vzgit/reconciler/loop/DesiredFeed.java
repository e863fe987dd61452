package org.vzgit.reconciler.loop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.SourceFile;

/// Follows one location. A revision is read and checked once, however often it is polled. A node
/// that comes after others stays at what it took until it is its turn.
public final class DesiredFeed {
    private final DesiredSource source;
    private final SourceLocation location;
    private final BiFunction<Revision, List<SourceFile>, DesiredState> reader;
    private final Optional<NodeQueue> queue;
    private Optional<Read> last = Optional.empty();
    private Optional<Read> tip = Optional.empty();
    private volatile Optional<Queued> queued = Optional.empty();
    private volatile Optional<String> waived = Optional.empty();

    /// @param commit the newest, which is not taken yet
    private record Queued(String commit, List<String> reasons) {}

    /// @param reader [org.vzgit.schema.document] turns files into a checked state
    public DesiredFeed(
            DesiredSource source,
            SourceLocation location,
            BiFunction<Revision, List<SourceFile>, DesiredState> reader) {
        this(source, location, reader, Optional.empty());
    }

    private DesiredFeed(
            DesiredSource source,
            SourceLocation location,
            BiFunction<Revision, List<SourceFile>, DesiredState> reader,
            Optional<NodeQueue> queue) {
        this.source = source;
        this.location = location;
        this.reader = reader;
        this.queue = queue;
    }

    /// The same for a node that takes commits after other nodes, where its document says so. A
    /// directory has no commits, so there nobody waits.
    public DesiredFeed inTurnOf(NodeName node) {
        return switch (location) {
            case SourceLocation.Repository repository ->
                    new DesiredFeed(
                            source,
                            location,
                            reader,
                            Optional.of(new NodeQueue(source, repository, node)));
            case SourceLocation.Directory _ -> this;
        };
    }

    /// @return the same object as the last time when nothing changed
    public Desired poll() throws SourceFailure {
        return poll(Optional.empty());
    }

    /// @param pin the commit to stay at, whatever the location names now. A directory has no
    ///   commits, so there it says nothing
    synchronized Desired poll(Optional<String> pin) throws SourceFailure {
        if (pin.isEmpty() && queue.isPresent()) {
            return inTurn(queue.get());
        }
        queued = Optional.empty();
        SourceLocation where = pin.map(this::at).orElse(location);
        if (last.isEmpty()) {
            return remember(first(where));
        }
        Read known = last.get();
        Snapshot now = source.refresh(where, known.snapshot());
        return now.equals(known.snapshot()) ? known.desired() : remember(now);
    }

    /// What the last poll found newer and did not take. Never waits for a poll that is under way.
    ///
    /// @param since when the waiting began
    Optional<NodeWait> waits(Instant since) {
        return queued.map(one -> new NodeWait(one.commit(), one.reasons(), since));
    }

    /// A person wants the commit that waits now to be taken, and no later one.
    ///
    /// @return its id; empty when none waits
    Optional<String> release() {
        Optional<String> commit = queued.map(Queued::commit);
        commit.ifPresent(one -> waived = Optional.of(one));
        return commit;
    }

    /// A node that never took anything does not wait: it has nothing to be kept at.
    private Desired inTurn(NodeQueue nodes) throws SourceFailure {
        Read newest = look();
        Optional<String> known =
                last.isPresent() ? last.map(Read::id) : source.lastTaken(nodes.location());
        boolean asked = nodes.follow(newest.desired().state());
        if (known.isEmpty()
                || known.get().equals(newest.id())
                || waived.filter(newest.id()::equals).isPresent()) {
            return take(newest);
        }
        if (asked) {
            // Once for each set of nodes: what they told was not asked for until now.
            source.refresh(location, newest.snapshot());
        }
        NodeTurn turn = nodes.turn(newest.desired().state(), known.get());
        if (turn.reasons().isEmpty()) {
            return take(newest);
        }
        queued = Optional.of(new Queued(newest.id(), turn.reasons()));
        return turn.take().isPresent()
                ? remember(source.open(at(turn.take().get())))
                : stay(newest);
    }

    private Read look() throws SourceFailure {
        Snapshot now =
                tip.isPresent() ? source.refresh(location, tip.get().snapshot()) : first(location);
        if (tip.filter(one -> one.snapshot().equals(now)).isEmpty()) {
            tip = Optional.of(new Read(now, desired(now)));
        }
        return tip.orElseThrow();
    }

    private Desired take(Read newest) throws SourceFailure {
        queued = Optional.empty();
        if (last.filter(newest::equals).isEmpty()) {
            source.took(location, newest.snapshot().revision());
            last = Optional.of(newest);
        }
        return newest.desired();
    }

    /// After a restart what was taken is read again; where it is gone there is nothing to stay at.
    private Desired stay(Read newest) throws SourceFailure {
        if (last.isEmpty()) {
            last = source.openLastTaken(location).map(one -> new Read(one, desired(one)));
        }
        return last.isPresent() ? last.get().desired() : take(newest);
    }

    /// What was taken last, to heal drift by while what the source has now is refused. Does not go
    /// on being the newest: each poll tries again.
    ///
    /// @return empty when nothing was taken yet
    synchronized Optional<Desired> lastTaken() throws SourceFailure {
        return source.openLastTaken(location).map(this::desired);
    }

    /// When the server cannot be reached at start-up, what was fetched last still holds: drift must
    /// be healed while Git is down, too.
    private Snapshot first(SourceLocation where) throws SourceFailure {
        try {
            return source.open(where);
        } catch (SourceFailure failure) {
            if (failure.kind() != SourceFailure.Kind.UNREACHABLE) {
                throw failure;
            }
            return offline(where, failure);
        }
    }

    private Snapshot offline(SourceLocation where, SourceFailure unreachable) throws SourceFailure {
        try {
            return source.openOffline(where);
        } catch (SourceFailure neverFetched) {
            unreachable.addSuppressed(neverFetched);
            throw unreachable;
        }
    }

    private SourceLocation at(String commit) {
        return switch (location) {
            case SourceLocation.Repository repository ->
                    new SourceLocation.Repository(
                            repository.url(), commit, repository.subdirectory());
            case SourceLocation.Directory directory -> directory;
        };
    }

    private Desired remember(Snapshot snapshot) throws SourceFailure {
        source.took(location, snapshot.revision());
        Desired desired = desired(snapshot);
        last = Optional.of(new Read(snapshot, desired));
        return desired;
    }

    private Desired desired(Snapshot snapshot) {
        DesiredState read = reader.apply(snapshot.revision(), snapshot.files());
        return new Desired(snapshot.complete(read), snapshot.repositoryId());
    }

    private record Read(Snapshot snapshot, Desired desired) {
        String id() {
            return snapshot.revision().id();
        }
    }
}
