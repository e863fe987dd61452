package org.vzgit.reconciler.loop;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.SourceFile;

/// Follows one location. A revision is read and checked once, however often it is polled.
public final class DesiredFeed {
    private final DesiredSource source;
    private final SourceLocation location;
    private final BiFunction<Revision, List<SourceFile>, DesiredState> reader;
    private Optional<Read> last = Optional.empty();

    /// @param reader [org.vzgit.schema.document] turns files into a checked state
    public DesiredFeed(
            DesiredSource source,
            SourceLocation location,
            BiFunction<Revision, List<SourceFile>, DesiredState> reader) {
        this.source = source;
        this.location = location;
        this.reader = reader;
    }

    /// @return the same object as the last time when nothing changed
    public synchronized Desired poll() throws SourceFailure {
        if (last.isEmpty()) {
            return remember(first());
        }
        Read known = last.get();
        Snapshot now = source.refresh(location, known.snapshot());
        return now.equals(known.snapshot()) ? known.desired() : remember(now);
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
    private Snapshot first() throws SourceFailure {
        try {
            return source.open(location);
        } catch (SourceFailure failure) {
            if (failure.kind() != SourceFailure.Kind.UNREACHABLE) {
                throw failure;
            }
            return offline(failure);
        }
    }

    private Snapshot offline(SourceFailure unreachable) throws SourceFailure {
        try {
            return source.openOffline(location);
        } catch (SourceFailure neverFetched) {
            unreachable.addSuppressed(neverFetched);
            throw unreachable;
        }
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

    private record Read(Snapshot snapshot, Desired desired) {}
}
