package org.vzgit.reconciler.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// Repositories on this machine: bare, with a work tree, or a linked work tree.
///
/// Only the given path is looked at, never the directories above it: otherwise a mistyped path
/// inside some other clone would quietly name that clone. Nothing of the repository's configuration
/// is run; JGit has no hooks on the way that reads.
final class LocalRepository {
    /// Enough to recognise a typing error; a repository may have thousands of branches.
    private static final int NAMES_SHOWN = 5;

    private LocalRepository() {}

    static Repository open(Path path) throws IOException, SourceFailure {
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        if (path.getParent() != null) {
            builder.addCeilingDirectory(path.getParent().toFile());
        }
        builder.findGitDir(path.toFile());
        File found = builder.getGitDir();
        if (found == null || !builder.setMustExist(true).getGitDir().isDirectory()) {
            throw notARepository(path);
        }
        return builder.build();
    }

    /// The commit that an expression names.
    static ObjectId resolve(Repository repository, String expression, String where)
            throws IOException, SourceFailure {
        try {
            // JGit knows `@` alone, but not `@~1` or `@^{commit}`.
            String name = (expression + "^{commit}").replaceFirst("^@(?=[~^])", Constants.HEAD);
            ObjectId commit = repository.resolve(name);
            if (commit != null) {
                return commit;
            }
        } catch (AmbiguousObjectException ambiguous) {
            throw new SourceFailure(
                    SourceFailure.Kind.UNKNOWN_REVISION,
                    "revision " + expression + " of " + where + " names several commits",
                    "write more digits of the commit id",
                    ambiguous);
        } catch (RevisionSyntaxException | IncorrectObjectTypeException notACommit) {
            throw new SourceFailure(
                    SourceFailure.Kind.UNKNOWN_REVISION,
                    "revision " + expression + " of " + where + " is not a commit",
                    "write a branch, a tag or a commit id",
                    notACommit);
        } catch (MissingObjectException _) {
            // A full id that names nothing here.
        }
        throw unknown(repository, expression, where);
    }

    private static SourceFailure unknown(Repository repository, String expression, String where)
            throws IOException {
        List<Ref> refs = repository.getRefDatabase().getRefs();
        if (refs.stream().noneMatch(ref -> ref.getObjectId() != null)) {
            return empty(where);
        }
        String names =
                refs.stream()
                        .map(Ref::getName)
                        .filter(name ->
                                name.startsWith(Constants.R_HEADS)
                                        || name.startsWith(Constants.R_TAGS))
                        .map(Repository::shortenRefName)
                        .limit(NAMES_SHOWN)
                        .collect(Collectors.joining(", "));
        return unknown(expression, where, names);
    }

    static SourceFailure unknown(String expression, String where, String names) {
        return new SourceFailure(
                SourceFailure.Kind.UNKNOWN_REVISION,
                where + " has no revision " + expression,
                names.isEmpty() ? "name a branch, a tag or a commit id" : "it has: " + names);
    }

    static SourceFailure empty(String where) {
        return new SourceFailure(
                SourceFailure.Kind.EMPTY, where + " has no commits", "commit something first");
    }

    private static SourceFailure notARepository(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(Constants.DOT_GIT)) && Files.exists(path)) {
                return new SourceFailure(
                        SourceFailure.Kind.NOT_A_REPOSITORY,
                        path + " is not the root of a Git repository",
                        "write --repo " + above + " --subdir " + above.relativize(path));
            }
        }
        return new SourceFailure(
                SourceFailure.Kind.NOT_A_REPOSITORY,
                path + (Files.exists(path) ? " is not a Git repository" : " does not exist"),
                "check the path, or use --dir for a plain directory");
    }
}
