package org.vzgit.reconciler.source;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vzgit.reconciler.source.SourceLocation.Directory;
import org.vzgit.reconciler.source.SourceLocation.Repository;

/// Reads desired states, wherever they are. Nothing is kept between two calls but the fetched
/// objects, so it may be used for many locations.
public final class DesiredSource {
    private final SourceSettings settings;
    private final SourceBounds bounds;
    private @Nullable GitReader git;

    public DesiredSource(SourceSettings settings) {
        this(settings, SourceBounds.DEFAULT);
    }

    DesiredSource(SourceSettings settings, SourceBounds bounds) {
        this.settings = settings;
        this.bounds = bounds;
    }

    /// Reads all files of the revision that the location names now.
    public Snapshot open(SourceLocation location) throws SourceFailure {
        return switch (location) {
            case Directory(Path path) -> new DirectoryReader(bounds).read(path);
            case Repository repository -> git().open(repository);
        };
    }

    /// Looks whether the location names something else now.
    ///
    /// @return `last` itself when nothing changed; for a repository that costs one look at its refs
    public Snapshot refresh(SourceLocation location, Snapshot last) throws SourceFailure {
        return switch (location) {
            case Directory _ -> {
                Snapshot now = open(location);
                yield now.equals(last) ? last : now;
            }
            case Repository repository -> git().refresh(repository, last);
        };
    }

    /// What was fetched last, without asking the server: an agent that starts while the network is
    /// down heals drift from it.
    public Snapshot openOffline(SourceLocation location) throws SourceFailure {
        return switch (location) {
            case Directory _ -> open(location);
            case Repository repository -> git().openOffline(repository);
        };
    }

    /// What the message of a commit says behind a trailer's key, one text for each trailer, in
    /// their order. A directory has no message. The commit is one that was opened before, so no
    /// server is asked.
    public List<String> trailers(SourceLocation location, String key) throws SourceFailure {
        return switch (location) {
            case Directory _ -> List.of();
            case Repository repository -> git().trailers(repository, key);
        };
    }

    /// Made when the first repository is read: commands on directories never load JGit.
    private synchronized GitReader git() {
        if (git == null) {
            git = new GitReader(settings, bounds);
        }
        return git;
    }
}
