package org.vzgit.reconciler.source;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vzgit.reconciler.source.SourceLocation.Directory;
import org.vzgit.reconciler.source.SourceLocation.Repository;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Revision;

/// Reads desired states, wherever they are. Nothing is kept between two calls but the fetched
/// objects, so it may be used for many locations.
public final class DesiredSource {
    private final SourceSettings settings;
    private final SourceBounds bounds;
    private final Optional<Trust> trust;
    private @Nullable GitReader git;

    /// Reads any commit that can be read: for commands that look at a desired state for itself.
    public DesiredSource(SourceSettings settings) {
        this(settings, SourceBounds.DEFAULT);
    }

    /// Reads only commits that a node may follow. Directories are not asked: what is on the node's
    /// own disk was put there by who may put anything there.
    public DesiredSource(SourceSettings settings, Trust trust) {
        this(settings, SourceBounds.DEFAULT, Optional.of(trust));
    }

    DesiredSource(SourceSettings settings, SourceBounds bounds) {
        this(settings, bounds, Optional.empty());
    }

    private DesiredSource(SourceSettings settings, SourceBounds bounds, Optional<Trust> trust) {
        this.settings = settings;
        this.bounds = bounds;
        this.trust = trust;
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

    /// What was taken last, while what the location names now is refused.
    ///
    /// @return empty when nothing was taken yet or it is gone
    public Optional<Snapshot> openLastTaken(SourceLocation location) throws SourceFailure {
        return switch (location) {
            case Directory _ -> Optional.empty();
            case Repository repository -> git().openLastTaken(repository);
        };
    }

    /// The full id of the commit that was taken last, whatever the location names now.
    public Optional<String> lastTaken(Repository location) throws SourceFailure {
        return git().lastTaken(location);
    }

    /// From now on each look at a repository brings the notes of these nodes along, with the same
    /// question to its server.
    ///
    /// @return whether these are others than before, so that they may not have been fetched yet
    public boolean heed(Set<String> nodes) {
        return git().heed(nodes);
    }

    /// What a node told last of each commit, as far as it was fetched; see [#heed].
    public Map<String, NoteRefs.Note> told(Repository location, String node) throws SourceFailure {
        return git().told(location, node);
    }

    /// The commits from a tip down to a known one, the newest first, without the known one. Both
    /// were opened before, so no server is asked.
    public List<String> newer(Repository location, String tip, String known) throws SourceFailure {
        return git().newer(location, tip, known);
    }

    /// The node follows this now. From here on history has to go on from it.
    public void took(SourceLocation location, Revision revision) throws SourceFailure {
        switch (location) {
            case Directory _ -> {}
            case Repository repository -> git().took(repository, revision);
        }
    }

    /// A person says that a commit is good, with everything before it: rewound to, or not signed.
    ///
    /// @param expression what names it: a full or short id, a branch, a tag
    /// @return its full id
    public String accept(SourceLocation.Repository location, String expression)
            throws SourceFailure {
        return git().accept(location, expression);
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

    /// Who wrote lines of a revision that was opened before; no server is asked.
    ///
    /// @return only those lines that are in the revision; empty for a directory
    public Map<Origin, LineAuthor> authors(
            SourceLocation location, Revision revision, Collection<Origin> lines)
            throws SourceFailure {
        return switch (location) {
            case Directory _ -> Map.of();
            case Repository repository -> git().authors(repository, revision, lines);
        };
    }

    /// Prepares a commit that takes another one back; nothing is written.
    ///
    /// @param expression what names the commit to take back
    /// @param author `Name <address>`
    public Reversal revert(SourceLocation.Repository location, String expression, String author)
            throws SourceFailure {
        return git().revert(location, expression, author);
    }

    /// Made when the first repository is read: commands on directories never load JGit.
    private synchronized GitReader git() {
        if (git == null) {
            git = new GitReader(settings, bounds, trust);
        }
        return git;
    }
}
