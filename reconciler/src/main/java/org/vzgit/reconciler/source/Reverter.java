package org.vzgit.reconciler.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.vzgit.reconciler.text.SafeText;

/// Takes a commit back on top of the newest one, by the same three-way merge as `git revert`. Works
/// in a repository of its own that borrows the other's objects and is deleted at the end, so that
/// nothing is written to the one that people or the agent use.
final class Reverter {
    private final Repository repository;
    private final PersonIdent author;

    /// @param author of the commit that would be made
    Reverter(Repository repository, PersonIdent author) {
        this.repository = repository;
        this.author = author;
    }

    /// @param tip the commit that the new one stands on
    /// @param bad the commit that is taken back; of a merge, what came from its other parents
    <T> T revert(ObjectId tip, ObjectId bad, Reading<T> reading) throws IOException, SourceFailure {
        Path directory = Files.createTempDirectory("vzgit-revert");
        try (Repository scratch = borrowing(directory)) {
            scratch.create(true);
            try (RevWalk walk = new RevWalk(scratch)) {
                RevCommit reverted = walk.parseCommit(bad);
                RevCommit base = walk.parseCommit(tip);
                RevCommit made = walk.parseCommit(commit(scratch, base, reverted));
                return reading.of(scratch, made, patch(scratch, base, made));
            }
        } finally {
            delete(directory);
        }
    }

    private Repository borrowing(Path directory) throws IOException {
        return new FileRepositoryBuilder()
                .setBare()
                .setGitDir(directory.toFile())
                .addAlternateObjectDirectory(
                        repository.getCommonDirectory().toPath().resolve("objects").toFile())
                .build();
    }

    private ObjectId commit(Repository scratch, RevCommit tip, RevCommit bad)
            throws IOException, SourceFailure {
        if (bad.getParentCount() == 0) {
            throw new SourceFailure(
                    SourceFailure.Kind.UNKNOWN_REVISION,
                    bad.abbreviate(12).name() + " is the first commit",
                    "there is nothing before it to go back to");
        }
        ThreeWayMerger merger = MergeStrategy.RESOLVE.newMerger(scratch, true);
        merger.setBase(bad.getTree());
        try (RevWalk walk = new RevWalk(scratch)) {
            RevCommit before = walk.parseCommit(bad.getParent(0));
            if (!merger.merge(tip, before)) {
                throw new SourceFailure(
                        SourceFailure.Kind.CONFLICT,
                        bad.abbreviate(12).name()
                                + " cannot be taken back: later commits changed the same lines",
                        "do it by hand with: git revert " + bad.name());
            }
        }
        if (merger.getResultTreeId().equals(tip.getTree())) {
            throw new SourceFailure(
                    SourceFailure.Kind.CONFLICT,
                    bad.abbreviate(12).name() + " is taken back already",
                    "there is nothing to do");
        }
        return insert(scratch, merger.getResultTreeId(), tip, bad);
    }

    private ObjectId insert(Repository scratch, ObjectId tree, RevCommit tip, RevCommit bad)
            throws IOException {
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(tree);
        builder.setParentId(tip);
        builder.setAuthor(author);
        builder.setCommitter(author);
        builder.setMessage(
                "Revert \"%s\"\n\nThis reverts commit %s.\n"
                        .formatted(SafeText.of(bad.getShortMessage()), bad.name()));
        try (ObjectInserter inserter = scratch.newObjectInserter()) {
            ObjectId id = inserter.insert(builder);
            inserter.flush();
            return id;
        }
    }

    /// The format of git-format-patch(1), as far as git-am(1) reads it.
    private static String patch(Repository scratch, RevCommit base, RevCommit made)
            throws IOException {
        ByteArrayOutputStream diff = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(diff)) {
            formatter.setRepository(scratch);
            formatter.format(base.getTree(), made.getTree());
        }
        PersonIdent from = made.getAuthorIdent();
        Instant when = from.getWhenAsInstant();
        List<String> message = made.getFullMessage().lines().toList();
        return "From "
                + made.name()
                + " Mon Sep 17 00:00:00 2001\n"
                + "From: "
                + from.getName()
                + " <"
                + from.getEmailAddress()
                + ">\n"
                + "Date: "
                + DateTimeFormatter.RFC_1123_DATE_TIME
                        .withLocale(Locale.ROOT)
                        .format(when.atOffset(ZoneOffset.UTC))
                + "\nSubject: [PATCH] "
                + message.getFirst()
                + "\n"
                + String.join("\n", message.subList(1, message.size()))
                + "\n---\n"
                + diff.toString(StandardCharsets.UTF_8)
                + "-- \nvzgit\n";
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T of(Repository scratch, ObjectId made, String patch) throws IOException, SourceFailure;
    }
}
