package org.vzgit.reconciler.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.reconciler.forge.Passes.COMMIT;
import static org.vzgit.reconciler.forge.Passes.NEXT;
import static org.vzgit.reconciler.forge.RecordedLog.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.source.CommitState;
import org.vzgit.reconciler.source.NoteRefs;
import org.vzgit.reconciler.source.NoteRefs.Note;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.SourceSettings;
import org.vzgit.reconciler.source.TestRepository;

/// From passes to git notes.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatusNoteTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir Path directory;
    private final RecordedLog log = new RecordedLog();
    private TestRepository repository;
    private Instant now = NOW;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = TestRepository.withWorkTree(directory.resolve("desired state"));
        repository.commit("web1.yaml", "one\n");
    }

    @Test
    void whatBecameOfACommitIsWrittenOnTransitionsOnly() throws Exception {
        try (StatusReporter reporter = reporter()) {
            for (int i = 0; i < 20; i++) {
                reporter.passed(Passes.failed(COMMIT, 101));
            }
            until(() -> said(COMMIT).size() == 1);
            for (int i = 0; i < 20; i++) {
                reporter.passed(Passes.quiet(COMMIT));
            }
            until(() -> said(COMMIT).size() == 2);
            reporter.passed(Passes.quiet(NEXT));
            until(() -> !said(NEXT).isEmpty());
        }
        assertEquals(
                List.of(
                        "failure: failed, is tried again: 1 VE, 101",
                        "success: as this commit wants it"),
                said(COMMIT));
        assertEquals(List.of("success: as this commit wants it"), said(NEXT));
        assertEquals(List.of(), log.told);
    }

    /// Nothing that a kernel or a VE said goes out.
    @Test
    void noteHasNoTextOfTheKernel() throws Exception {
        try (StatusReporter reporter = reporter()) {
            reporter.passed(Passes.failed(COMMIT, 101));
            until(() -> !said(COMMIT).isEmpty());
        }
        assertTrue(said(COMMIT).stream().noneMatch(line -> line.contains("secret")));
    }

    @Test
    void agentThatIsRestartedWritesNothingTwice() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (StatusReporter reporter = reporter()) {
                reporter.passed(Passes.quiet(COMMIT));
                until(() -> !said(COMMIT).isEmpty() && Files.exists(memory()));
            }
        }
        // Nor where what was told is forgotten.
        Files.delete(memory());
        try (StatusReporter reporter = reporter()) {
            reporter.passed(Passes.quiet(COMMIT));
            until(() -> Files.exists(memory()));
        }
        assertEquals(1, said(COMMIT).size());
    }

    @Test
    void repositoryThatCannotBeWrittenIsToldAndTriedAgainWhenAPersonAsks() throws Exception {
        Path lock = repository.path().resolve(".git/refs/notes/vzgit/hn1.lock");
        Files.createDirectories(lock.getParent());
        Files.createFile(lock);
        try (StatusReporter reporter = reporter()) {
            reporter.passed(Passes.quiet(COMMIT));
            until(() -> log.told.size() == 1);
            Files.delete(lock);
            reporter.asked();
            until(() -> log.told.size() == 2);
        }
        assertTrue(
                log.told.getFirst().startsWith("commit note failed: write refs/notes/vzgit/hn1"));
        assertEquals("commit note recovered", log.told.getLast());
        assertEquals(1, said(COMMIT).size());
    }

    @Test
    void timeIsThatOfTheFirstTry() throws Exception {
        List<Note> written = new ArrayList<>();
        List<SourceFailure> failures = new ArrayList<>(List.of(unreachable()));
        StatusNote delivery =
                new StatusNote(
                        note -> {
                            if (!failures.isEmpty()) {
                                throw failures.removeFirst();
                            }
                            written.add(note);
                        },
                        () -> now);
        CommitStatus status = new CommitStatus(COMMIT, CommitState.SUCCESS, "good");
        assertTrue(delivery.deliver(status) instanceof Answer.Failed);
        now = NOW.plusSeconds(300);
        assertTrue(delivery.deliver(status) instanceof Answer.Taken);
        now = NOW.plusSeconds(600);
        assertTrue(delivery.deliver(status) instanceof Answer.Taken);
        assertEquals(
                List.of(
                        new Note(COMMIT, NOW, "success: good"),
                        new Note(COMMIT, NOW.plusSeconds(600), "success: good")),
                written);
    }

    @Test
    void whatNobodyHasToMendIsTriedAgainAndNothingElse() throws Exception {
        SourceFailure away = unreachable();
        StatusNote delivery =
                new StatusNote(
                        _ -> {
                            throw away;
                        },
                        InstantSource.fixed(NOW));
        CommitStatus status = new CommitStatus(COMMIT, CommitState.SUCCESS, "good");
        assertEquals(
                new Answer.Failed(String.valueOf(away.getMessage())), delivery.deliver(status));
        NoteRefs refs = refs();
        var nowhere = new SourceLocation.Repository(directory + "/nowhere", "HEAD", "");
        StatusNote wrong =
                new StatusNote(note -> refs.add(nowhere, "hn1", note), InstantSource.fixed(NOW));
        assertTrue(wrong.deliver(status) instanceof Answer.Refused);
    }

    private SourceFailure unreachable() {
        NoteRefs refs = refs();
        var gone = new SourceLocation.Repository("http://127.0.0.1:1/gone", "HEAD", "");
        try {
            refs.add(gone, "hn1", new Note(COMMIT, NOW, "x"));
        } catch (SourceFailure failure) {
            assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind());
            return failure;
        }
        throw new AssertionError("somebody listens on port 1");
    }

    /// Without their times.
    private List<String> said(String commit) {
        try {
            return repository
                    .git("notes", "--ref", "refs/notes/vzgit/hn1", "show", commit)
                    .lines()
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private StatusReporter reporter() {
        return StatusReporter.notes(
                refs(),
                new SourceLocation.Repository(repository.path().toString(), "main", ""),
                Passes.NODE,
                memory(),
                log);
    }

    private Path memory() {
        return directory.resolve("run/forge-notes");
    }

    private NoteRefs refs() {
        return new NoteRefs(
                new SourceSettings(
                        directory.resolve("cache"),
                        directory.resolve("nobody"),
                        Optional.empty(),
                        InstantSource.system()));
    }
}
