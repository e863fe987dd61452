package org.vzgit.reconciler.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Which desired state a commit belongs to: the id of the first commit of its history, along first
/// parents, and the subdirectory.
///
/// A VE must stay owned when the same repository is reached another way: cloned, mirrored, moved to
/// another server, given as `/x` or `file:///x`, or followed on another branch. All of those keep
/// the first commit; a URL keeps none. A fork has the same identity on purpose, it continues the
/// same history. A rewritten history does not, and then its VEs are foreign until they are adopted:
/// the safe side.
///
/// Fetches are therefore not shallow: a shallow history has no beginning.
final class HistoryRoot {
    /// About ten seconds of walking; no desired state has as many commits (Linux has 1.4 million).
    private static final int COMMITS_MAX = 1_000_000;

    private final Map<ObjectId, ObjectId> known = new HashMap<>();

    /// @return `git:` and a commit id, and `/subdirectory` if there is one. For a shallow clone
    ///   `git-shallow:` and the commit where its history is cut off: such a clone can be validated
    ///   and planned from, but owns nothing
    String identity(Repository repository, ObjectId commit, String subdirectory)
            throws IOException, SourceFailure {
        ObjectId root = root(repository, commit);
        boolean shallow = repository.getObjectDatabase().getShallowCommits().contains(root);
        return (shallow ? "git-shallow:" : "git:")
                + root.name()
                + (subdirectory.isEmpty() ? "" : "/" + subdirectory);
    }

    private synchronized ObjectId root(Repository repository, ObjectId commit)
            throws IOException, SourceFailure {
        ObjectId root = walk(repository, commit);
        // Only the newest is worth remembering: the next poll starts a few commits above it.
        known.clear();
        known.put(commit.copy(), root);
        return root;
    }

    private ObjectId walk(Repository repository, ObjectId commit)
            throws IOException, SourceFailure {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            RevCommit at = walk.parseCommit(commit);
            for (int count = 0; count < COMMITS_MAX; count++) {
                ObjectId remembered = known.get(at);
                if (remembered != null) {
                    return remembered;
                }
                if (at.getParentCount() == 0) {
                    return at.copy();
                }
                at = walk.parseCommit(at.getParent(0));
            }
        }
        throw new SourceFailure(
                SourceFailure.Kind.TOO_LARGE,
                "find the first commit before "
                        + commit.name()
                        + ": more than "
                        + COMMITS_MAX
                        + " commits",
                "keep the desired state in a repository of its own");
    }
}
