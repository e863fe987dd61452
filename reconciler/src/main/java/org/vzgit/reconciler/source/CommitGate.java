package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.vzgit.reconciler.source.signature.Signers;
import org.vzgit.reconciler.source.signature.Verdict;

/// Lets a commit pass that this node may follow, and stops any other with what a person can do.
///
/// At first contact with a source only its newest commit is looked at: a signature covers the whole
/// history below it by its ids. From then on each commit since the last one taken has to be signed,
/// since in a branch that several people push to a good commit on top says nothing about who wrote
/// those below it.
final class CommitGate {
    /// About half a minute of verifying; a node that was away for years falls below it.
    static final int COMMITS_MAX = 50_000;

    private final Signers signers;
    private final TrustMemory memory;
    private final int commitsMax;

    CommitGate(Trust trust) {
        this(trust, COMMITS_MAX);
    }

    CommitGate(Trust trust, int commitsMax) {
        this.signers = trust.signers();
        this.memory = new TrustMemory(trust.memory());
        this.commitsMax = commitsMax;
    }

    /// @throws SourceFailure of kind REFUSED when the commit may not be followed
    void check(Repository repository, ObjectId commit, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        LastTaken last = remembered(location);
        boolean required = signers.required();
        if (last.signed() && !required) {
            throw refused(
                    "commits of "
                            + location.text()
                            + " were signed until now, and "
                            + signers.allowed().getParent()
                            + " names no signers any more",
                    "put allowed_signers or trusted.asc back; to go on without signatures remove "
                            + memory.directory().resolve(TrustMemory.key(location)));
        }
        if (last.commit().filter(commit::equals).isPresent()) {
            return;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            Optional<RevCommit> known = find(walk, last.commit());
            Optional<RevCommit> accepted = find(walk, last.accepted());
            RevCommit tip = walk.parseCommit(commit);
            if (last.commit().isPresent()
                    && !reaches(walk, tip, known)
                    && !reaches(walk, tip, accepted)) {
                throw rewound(location, last.commit().get(), commit);
            }
            if (required) {
                verify(repository, new Range(tip, known, accepted), location);
            }
        }
    }

    /// The commit that was taken last, to go on with while a newer one is refused.
    Optional<ObjectId> lastTaken(SourceLocation.Repository location) throws SourceFailure {
        return remembered(location).commit();
    }

    /// From now on history has to go on from this commit. Commit ids that a person typed are not
    /// remembered: what they name cannot change.
    void took(SourceLocation.Repository location, ObjectId commit) throws SourceFailure {
        if (!ObjectId.isId(location.revision())) {
            remember(() -> memory.took(location, commit, signers.required()));
        }
    }

    /// A person says that this commit is good, with everything before it.
    void accept(SourceLocation.Repository location, ObjectId commit) throws SourceFailure {
        remember(() -> memory.accept(location, commit));
    }

    private LastTaken remembered(SourceLocation.Repository location) throws SourceFailure {
        try {
            return memory.read(location);
        } catch (IOException unreadable) {
            throw new SourceFailure(
                    SourceFailure.Kind.REFUSED,
                    "what was taken last from "
                            + location.text()
                            + " is not known: "
                            + unreadable.getMessage(),
                    "look what happened to the file; when it is removed, the next commit is"
                            + " taken as the first one",
                    unreadable);
        }
    }

    private void remember(Writing writing) throws SourceFailure {
        try {
            writing.run();
        } catch (IOException unwritable) {
            throw new SourceFailure(
                    SourceFailure.Kind.DENIED,
                    "remember a commit in " + memory.directory() + ": " + unwritable,
                    "check the permissions and the disk",
                    unwritable);
        }
    }

    private static Optional<RevCommit> find(RevWalk walk, Optional<ObjectId> id)
            throws IOException {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(walk.parseCommit(id.get()));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            // Rewound, and collected since.
            return Optional.empty();
        }
    }

    private static boolean reaches(RevWalk walk, RevCommit tip, Optional<RevCommit> base)
            throws IOException {
        return base.isPresent() && walk.isMergedInto(base.get(), tip);
    }

    private void verify(Repository repository, Range range, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        Signers.Verifier verifier = open(repository);
        try (RevWalk walk = new RevWalk(repository)) {
            // The bodies are needed: they are what was signed.
            walk.markStart(walk.parseCommit(range.tip()));
            mark(walk, range.known());
            mark(walk, range.accepted());
            boolean first = range.known().isEmpty() && range.accepted().isEmpty();
            int count = 0;
            for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
                if (++count > commitsMax) {
                    throw tooMany(location, range.tip());
                }
                verify(verifier, commit, location);
                commit.disposeBody();
                if (first) {
                    return;
                }
            }
        }
    }

    private static void mark(RevWalk walk, Optional<RevCommit> good) throws IOException {
        if (good.isPresent()) {
            walk.markUninteresting(walk.parseCommit(good.get()));
        }
    }

    private Signers.Verifier open(Repository repository) throws SourceFailure {
        Path watched =
                repository.isBare()
                        ? repository.getDirectory().toPath()
                        : repository.getWorkTree().toPath();
        try {
            return signers.open(repository, watched);
        } catch (IOException untrusted) {
            throw refused(
                    String.valueOf(untrusted.getMessage()), "until then no commit can be verified");
        }
    }

    private static void verify(
            Signers.Verifier verifier, RevCommit commit, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        switch (verifier.verify(commit.getRawBuffer())) {
            case Verdict.Signed _ -> {}
            case Verdict.Unsigned _ -> throw notSigned(location, commit, "is not signed");
            case Verdict.Refused(String reason) ->
                    throw notSigned(location, commit, "has no good signature: " + reason);
        }
    }

    private static SourceFailure notSigned(
            SourceLocation.Repository location, RevCommit commit, String what) {
        return refused(
                "commit "
                        + commit.abbreviate(12).name()
                        + " of "
                        + location.text()
                        + ", by "
                        + CommitReader.author(commit.getAuthorIdent())
                        + ", "
                        + what,
                accept("sign it, or allow its signer in /etc/vzgit", commit));
    }

    private static SourceFailure rewound(
            SourceLocation.Repository location, ObjectId last, ObjectId now) {
        return refused(
                location.text()
                        + " was rewound: "
                        + now.abbreviate(12).name()
                        + " does not go on from "
                        + last.abbreviate(12).name()
                        + ", which this node took last",
                accept("find out who pushed it and why", now));
    }

    private SourceFailure tooMany(SourceLocation.Repository location, ObjectId tip) {
        return refused(
                location.text()
                        + " has more than "
                        + commitsMax
                        + " commits since the one that this node took last",
                accept("check their signatures with git log --show-signature", tip));
    }

    private static String accept(String first, ObjectId commit) {
        return first + "; if it is to count as it is: vzgit accept " + commit.name();
    }

    private static SourceFailure refused(String message, String nextStep) {
        return new SourceFailure(SourceFailure.Kind.REFUSED, message, nextStep);
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /// @param known the commit taken last, if it is still there
    private record Range(RevCommit tip, Optional<RevCommit> known, Optional<RevCommit> accepted) {}
}
