package org.vzgit.reconciler.source;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;

/// What a ref of ours stands for: one commit without parents, replaced as a whole, so that history
/// does not grow.
///
/// @param files by their names, in the root; in the order of their bytes
record LoneCommit(String message, Instant at, SortedMap<String, byte[]> files) {
    ObjectId insert(Repository repository) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            return insert(inserter);
        }
    }

    /// Into a repository on this machine, with its ref. In a pack of its own: loose objects would
    /// leave directories of root's in a repository that others push to, and their pushes would fail
    /// there.
    void store(Repository repository, String ref) throws SourceFailure {
        try {
            ObjectId commit;
            try (ObjectInserter inserter =
                    ((ObjectDirectory) repository.getObjectDatabase()).newPackInserter()) {
                commit = insert(inserter);
            }
            OwnRef.set(repository, ref, commit);
        } catch (IOException failed) {
            throw new SourceFailure(
                    SourceFailure.Kind.DENIED,
                    "write "
                            + ref
                            + " in "
                            + repository.getDirectory()
                            + ": "
                            + failed.getMessage(),
                    "check the permissions there, and that no " + ref + ".lock is left over",
                    failed);
        }
    }

    private ObjectId insert(ObjectInserter inserter) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue());
            tree.append(file.getKey(), FileMode.REGULAR_FILE, blob);
        }
        PersonIdent vzgit = new PersonIdent("vzgit", "", at, ZoneOffset.UTC);
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(inserter.insert(tree));
        builder.setAuthor(vzgit);
        builder.setCommitter(vzgit);
        builder.setMessage(message);
        ObjectId commit = inserter.insert(builder);
        inserter.flush();
        return commit;
    }
}
