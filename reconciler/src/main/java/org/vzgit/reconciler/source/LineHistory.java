package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.blame.BlameResult;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.vzgit.reconciler.source.signature.Signers;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.Origin;

/// Finds who wrote lines of the files of one commit; across renames, as `git blame` does. Each file
/// is looked through once.
final class LineHistory {
    /// Longer lines are data of some other kind.
    private static final int LINE_MAX = 120;

    private final Repository repository;
    private final ObjectId commit;
    private final String prefix;
    private final Optional<Signers.Verifier> signatures;
    private final Map<String, Optional<BlameResult>> files = new HashMap<>();

    /// @param prefix of paths in the desired state: empty or `directory/`
    LineHistory(Repository repository, ObjectId commit, String prefix, Optional<Signers> signers)
            throws IOException {
        this.repository = repository;
        this.commit = commit;
        this.prefix = prefix;
        Path watched = repository.getDirectory().toPath();
        this.signatures =
                signers.isPresent() && signers.get().required()
                        ? Optional.of(signers.get().open(repository, watched))
                        : Optional.empty();
    }

    /// @return empty for a line that is not in the commit
    Optional<LineAuthor> author(Origin origin) throws IOException {
        Optional<BlameResult> file = file(prefix + origin.path());
        int line = origin.line() - 1;
        if (file.isEmpty() || line >= file.get().getResultContents().size()) {
            return Optional.empty();
        }
        RevCommit writer = file.get().getSourceCommit(line);
        String text = SafeText.of(file.get().getResultContents().getString(line)).strip();
        return Optional.of(
                new LineAuthor(
                        writer.name(),
                        CommitReader.author(writer.getAuthorIdent()),
                        signer(writer),
                        writer.getCommitterIdent().getWhenAsInstant(),
                        text.substring(0, Math.min(text.length(), LINE_MAX))));
    }

    private Optional<BlameResult> file(String path) throws IOException {
        Optional<BlameResult> known = files.get(path);
        if (known == null) {
            known = Optional.ofNullable(blame(path));
            files.put(path, known);
        }
        return known;
    }

    private @org.jspecify.annotations.Nullable BlameResult blame(String path) throws IOException {
        try (Git git = Git.wrap(repository)) {
            return git.blame()
                    .setStartCommit(commit)
                    .setFilePath(path)
                    .setFollowFileRenames(true)
                    .call();
        } catch (GitAPIException failed) {
            throw new IOException("blame " + path + ": " + failed.getMessage(), failed);
        }
    }

    private String signer(RevCommit writer) throws IOException {
        if (signatures.isEmpty()) {
            return "";
        }
        try (RevWalk walk = new RevWalk(repository)) {
            // The one of the blame may have lost its body, which is what was signed.
            return signatures.get().verify(walk.parseCommit(writer).getRawBuffer()).text();
        }
    }
}
