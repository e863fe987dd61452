package org.vzgit.reconciler.source;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// How commits fare on each node, as git notes (git-notes(1)) in the repository of the desired
/// state: `refs/notes/vzgit/NODE`. A ref for each node, so that nobody has to merge anything, and
/// one commit without parents.
public final class NoteRefs {
    static final String PREFIX = "refs/notes/vzgit/";

    /// Others who may push can write anything there; what comes after this is not read.
    static final int ENTRIES_MAX = 4 * NodeNotes.COMMITS_MAX;

    /// Ten lines of 200 characters with four bytes each, and somebody's note above them.
    static final int NOTE_BYTES_MAX = 16 * 1024;

    private final RepositoryAccess repositories;

    public NoteRefs(SourceSettings settings) {
        this.repositories = new RepositoryAccess(settings);
    }

    /// One line about one commit.
    ///
    /// @param commit its full id
    /// @param text begins with the word of a [CommitState] and a colon where a node told a state
    public record Note(String commit, Instant at, String text) {
        public Note {
            if (!NodeNotes.isCommit(commit)) {
                throw new IllegalArgumentException(commit + " is no full commit id");
            }
        }

        /// The state that it tells; empty for other texts.
        public Optional<CommitState> state() {
            for (CommitState state : CommitState.values()) {
                if (text.startsWith(state.word() + ": ")) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    /// The last line about each commit that a node wrote, as far as it was fetched: no server is
    /// asked. The newest in time where the ref is a node's own; whoever may push can write there.
    ///
    /// @return by the full ids of the commits; empty when the node wrote nothing
    Map<String, Note> last(SourceLocation.Repository location, String node) throws SourceFailure {
        String ref = OwnRef.named(PREFIX, node);
        return repositories.within(
                location,
                (address, repository) -> {
                    Optional<ObjectId> now =
                            switch (address) {
                                case RepositoryAddress.Local _ -> here(repository, ref);
                                case RepositoryAddress.Remote _ ->
                                        here(repository, RemoteCache.tracked(ref));
                            };
                    return now.isPresent()
                            ? NodeNotes.of(files(repository, now.get())).last()
                            : Map.of();
                });
    }

    /// Writes a line below those that the commit has. Idempotent: one that says the same as the
    /// last is not repeated. Takes one request where the node's own last note is still there, and
    /// as long as [SnapshotRefs#publish] at most.
    public void add(SourceLocation.Repository location, String node, Note note)
            throws SourceFailure {
        String ref = OwnRef.named(PREFIX, node);
        repositories.within(
                location,
                (address, repository) -> {
                    switch (address) {
                        case RepositoryAddress.Local _ -> {
                            Optional<LoneCommit> next =
                                    next(repository, here(repository, ref), note);
                            if (next.isPresent()) {
                                next.get().store(repository, ref);
                            }
                        }
                        case RepositoryAddress.Remote remote -> {
                            RemoteCache cache = repositories.cache(remote, repository);
                            Optional<LoneCommit> next = next(repository, cache.one(ref), note);
                            if (next.isPresent()) {
                                cache.send(next.get().insert(repository), ref);
                            }
                        }
                    }
                    return ref;
                });
    }

    private static Optional<ObjectId> here(Repository repository, String name) throws IOException {
        return Optional.ofNullable(repository.exactRef(name)).map(Ref::getObjectId);
    }

    private static Optional<LoneCommit> next(
            Repository repository, Optional<ObjectId> now, Note note) throws IOException {
        NodeNotes notes =
                now.isPresent() ? NodeNotes.of(files(repository, now.get())) : NodeNotes.NONE;
        return notes.with(note.commit(), note.at(), note.text())
                .map(next ->
                        new LoneCommit("How commits fare on this node\n", note.at(), next.files()));
    }

    /// What somebody made of our ref that is no commit is replaced like the rest.
    private static Map<String, byte[]> files(Repository repository, ObjectId commit)
            throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk entries = new TreeWalk(repository)) {
            entries.addTree(walk.parseTree(commit));
            for (int i = 0; i < ENTRIES_MAX && entries.next(); i++) {
                if (FileMode.REGULAR_FILE.equals(entries.getRawMode(0))) {
                    ObjectLoader blob = repository.open(entries.getObjectId(0), Constants.OBJ_BLOB);
                    if (blob.getSize() <= NOTE_BYTES_MAX) {
                        files.put(entries.getNameString(), blob.getBytes(NOTE_BYTES_MAX));
                    }
                }
            }
        } catch (IncorrectObjectTypeException _) {
            return Map.of();
        }
        return files;
    }
}
