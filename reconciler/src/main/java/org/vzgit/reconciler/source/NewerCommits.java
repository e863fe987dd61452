package org.vzgit.reconciler.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// The commits between what a node has and what it is offered, each of them a desired state that
/// the branch named once.
///
/// Along first parents only: there every commit has all that stands behind it, so whoever carried
/// out one has carried out those.
final class NewerCommits {
    /// No node tells of more; see [NodeNotes].
    static final int COMMITS_MAX = NodeNotes.COMMITS_MAX;

    private NewerCommits() {}

    /// @return the newest first, without the known one; only the tip when the known one is not
    ///   reached within the bound: then nobody can say which of the others are newer
    static List<String> of(Repository repository, String tip, String known) throws IOException {
        List<String> newer = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            RevCommit at = walk.parseCommit(ObjectId.fromString(tip));
            while (newer.size() < COMMITS_MAX) {
                newer.add(at.name());
                if (at.getParentCount() == 0) {
                    break;
                }
                at = walk.parseCommit(at.getParent(0));
                if (at.name().equals(known)) {
                    return newer;
                }
            }
        }
        return List.of(tip);
    }
}
