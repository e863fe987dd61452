package org.vzgit.reconciler.source;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.FooterKey;
import org.eclipse.jgit.revwalk.RevWalk;

/// Reads the `Key: value` lines at the end of a commit message (git-interpret-trailers(1)).
final class CommitTrailers {
    /// A message has a handful. Whoever writes more has a program write them, and no reviewer reads
    /// them.
    private static final int TRAILERS_MAX = 100;

    /// Far longer than any line that a person writes.
    private static final int VALUE_LENGTH_MAX = 1000;

    private CommitTrailers() {}

    /// The values of one key, in their order; those beyond a bound do not count.
    static List<String> read(Repository repository, ObjectId commit, String key)
            throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(commit).getFooterLines(new FooterKey(key)).stream()
                    .filter(value -> value.length() <= VALUE_LENGTH_MAX)
                    .limit(TRAILERS_MAX)
                    .toList();
        }
    }
}
