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
    public Desired poll() throws SourceFailure {
        return poll(Optional.empty());
    }

    /// @param pin the commit to stay at, whatever the location names now. A directory has no
    ///   commits, so there it says nothing
    synchronized Desired poll(Optional<String> pin) throws SourceFailure {
        SourceLocation where = pin.map(this::at).orElse(location);
        if (last.isEmpty()) {
            return remember(first(where));
        }
        Read known = last.get();
        Snapshot now = source.refresh(where, known.snapshot());
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

    private record Read(Snapshot snapshot, Desired desired) {}
}
