package org.vzgit.reconciler.source;

import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/// A ref whose name says that vzgit alone writes it.
final class OwnRef {
    private OwnRef() {}

    /// @throws SourceFailure for a name that a node may have and a ref may not, such as `a..b`
    static String named(String prefix, String node) throws SourceFailure {
        String ref = prefix + node;
        if (node.contains("/") || !Repository.isValidRefName(ref)) {
            throw new SourceFailure(
                    SourceFailure.Kind.BAD_LOCATION,
                    "publish as " + ref + ": no name for a ref",
                    "see git-check-ref-format(1)");
        }
        return ref;
    }

    /// Sets it to a commit, whatever it was before, and keeps no log of that. Idempotent.
    static void set(Repository repository, String name, ObjectId commit) throws IOException {
        Ref now = repository.exactRef(name);
        if (now != null && commit.equals(now.getObjectId())) {
            return;
        }
        RefUpdate update = repository.updateRef(name);
        update.setNewObjectId(commit);
        update.disableRefLog();
        switch (update.forceUpdate()) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            case NOT_ATTEMPTED,
                    LOCK_FAILURE,
                    REJECTED,
                    REJECTED_CURRENT_BRANCH,
                    IO_FAILURE,
                    RENAMED,
                    REJECTED_MISSING_OBJECT,
                    REJECTED_OTHER_REASON ->
                    throw new IOException(
                            "keep "
                                    + commit.name()
                                    + " as "
                                    + update.getName()
                                    + ": "
                                    + update.getResult());
        }
    }
}
