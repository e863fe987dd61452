package org.vzgit.reconciler.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.reconciler.forge.Passes.COMMIT;
import static org.vzgit.reconciler.forge.Passes.NEXT;
import static org.vzgit.reconciler.forge.RecordedLog.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.source.CommitState;
import org.vzgit.reconciler.source.TokenFile;

/// From passes to requests, over real HTTP.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatusReporterTest {
    @TempDir Path directory;
    private final RecordedLog log = new RecordedLog();
    private FakeForge forge;
    private Path memory;
    private Path token;
    private StatusReporter reporter;

    StatusReporterTest() throws IOException {
        forge = new FakeForge();
        memory = Path.of("");
        token = memory;
        reporter =
                new StatusReporter(
                        new Outbox(
                                _ -> new Answer.Taken(),
                                Outbox::delay,
                                new Trouble("x", log),
                                _ -> {}),
                        Optional.empty(),
                        () -> {});
    }

    @BeforeEach
    void begin() throws IOException {
        memory = directory.resolve("run/forge-status");
        token = directory.resolve("token");
        Files.writeString(token, "s3cr3t");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        restart();
    }

    @AfterEach
    void end() {
        reporter.close();
        forge.close();
    }

    @Test
    void commitIsPendingOnceAndThenWhatBecameOfIt() throws Exception {
        reporter.applying(Passes.plan(COMMIT, 101));
        posted("pending");
        reporter.applying(Passes.plan(COMMIT, 102));
        reporter.passed(Passes.unfinished(COMMIT, 102));
        reporter.passed(Passes.quiet(COMMIT));
        posted("pending", "success");
    }

    @Test
    void passesThatChangeNothingTellNothing() throws Exception {
        for (int i = 0; i < 50; i++) {
            reporter.passed(Passes.quiet(COMMIT));
        }
        posted("success");
        reporter.passed(Passes.quiet(NEXT));
        posted("success", "success");
    }

    @Test
    void healedDriftIsNoNews() throws Exception {
        reporter.passed(Passes.quiet(COMMIT));
        posted("success");
        reporter.applying(Passes.plan(COMMIT, 101));
        reporter.passed(Passes.done(COMMIT));
        reporter.passed(Passes.failed(COMMIT, 101));
        posted("success", "failure");
    }

    @Test
    void failureAndItsEndAreTold() throws Exception {
        reporter.passed(Passes.failed(COMMIT, 101));
        posted("failure");
        reporter.passed(Passes.backingOff(COMMIT, 101));
        reporter.passed(Passes.unfinished(COMMIT, 101));
        reporter.passed(Passes.quiet(COMMIT));
        posted("failure", "success");
    }

    @Test
    void whatWaitsForAWindowIsPending() throws Exception {
        reporter.passed(Passes.blocked(COMMIT, Blocked.Reason.FREEZE_WINDOW));
        posted("pending");
        assertTrue(forge.requests.getFirst().contains("waits: 1 VE, freeze_window"));
    }

    @Test
    void agentThatIsRestartedTellsNothingTwice() throws Exception {
        reporter.passed(Passes.quiet(COMMIT));
        posted("success");
        until(() -> Files.exists(memory));
        restart();
        reporter.applying(Passes.plan(COMMIT, 101));
        reporter.passed(Passes.quiet(COMMIT));
        reporter.passed(Passes.failed(COMMIT, 101));
        posted("success", "failure");
    }

    @Test
    void whatTheForgeNeverHadIsToldAfterARestart() throws Exception {
        forge.codes = List.of(403);
        reporter.passed(Passes.quiet(COMMIT));
        until(() -> log.told.size() == 1);
        forge.codes = List.of(201);
        restart();
        reporter.passed(Passes.quiet(COMMIT));
        posted("success", "success");
    }

    /// As after `vzgit sync`, once the token is mended.
    @Test
    void whatTheForgeRefusedIsToldWhenAPersonAsks() throws Exception {
        forge.codes = List.of(403);
        reporter.passed(Passes.quiet(COMMIT));
        until(() -> log.told.size() == 1);
        forge.codes = List.of(201);
        reporter.passed(Passes.quiet(COMMIT));
        assertEquals(1, forge.requests.size());
        try (ForgeReports reports = new ForgeReports(Optional.empty(), List.of(reporter))) {
            reports.asked();
            until(() -> log.told.size() == 2);
        }
        posted("success", "success");
        assertEquals("commit status recovered", log.told.getLast());
    }

    @Test
    void anotherForgeIsToldAnew() throws Exception {
        reporter.passed(Passes.quiet(COMMIT));
        until(() -> Files.exists(memory));
        forge.close();
        forge = new FakeForge();
        restart();
        reporter.passed(Passes.quiet(COMMIT));
        posted("success");
    }

    @Test
    void memoryThatIsNoneIsNoMemory() throws Exception {
        Files.createDirectories(memory.getParent());
        for (String text :
                List.of(
                        "",
                        "x",
                        "SUCCESS " + COMMIT,
                        "WELL " + COMMIT + " " + forge.url(),
                        " ".repeat(5_000))) {
            Files.writeString(memory, text);
            assertTrue(new ToldStatus(memory, forge.url()).read().isEmpty(), text);
        }
        Files.writeString(memory, "SUCCESS " + COMMIT + " " + forge.url() + "\n");
        assertEquals(
                new CommitStatus(COMMIT, CommitState.SUCCESS, ""),
                new ToldStatus(memory, forge.url()).read().orElseThrow());
    }

    @Test
    void commitThatGoesToAndFroIsToldSoOftenAndNoMore() throws Exception {
        List<String> commits = new CopyOnWriteArrayList<>();
        reporter.close();
        reporter =
                new StatusReporter(
                        new Outbox(
                                status -> {
                                    commits.add(status.commit());
                                    return new Answer.Taken();
                                },
                                Outbox::delay,
                                new Trouble("x", log),
                                _ -> {}),
                        Optional.empty(),
                        () -> {});
        for (int i = 1; i <= StatusReporter.CHANGES_MAX + 20; i++) {
            reporter.passed(i % 2 == 0 ? Passes.quiet(COMMIT) : Passes.failed(COMMIT, 101));
            int sent = Math.min(i, StatusReporter.CHANGES_MAX);
            until(() -> commits.size() == sent);
        }
        reporter.passed(Passes.quiet(NEXT));
        until(() -> commits.contains(NEXT));
        assertEquals(StatusReporter.CHANGES_MAX + 1, commits.size());
    }

    @Test
    void slowForgeHoldsUpNoPass() throws Exception {
        forge.codes = List.of(-1);
        reporter.passed(Passes.failed(COMMIT, 101));
        until(() -> forge.requests.size() == 1);
        // Each of these would hang if it waited for the forge.
        for (int i = 0; i < 1_000; i++) {
            reporter.passed(i % 2 == 0 ? Passes.quiet(COMMIT) : Passes.failed(COMMIT, 101));
        }
        assertEquals(1, forge.requests.size());
    }

    @Test
    void directoryIsToldToNobody() throws Exception {
        reporter.passed(Passes.quiet("directory"));
        reporter.passed(Passes.quiet(COMMIT));
        posted("success");
    }

    @Test
    void tokenIsInNoMessage() throws Exception {
        forge.codes = List.of(503, 500, 401);
        reporter.passed(Passes.quiet(COMMIT));
        until(() -> !log.told.isEmpty());
        assertTrue(log.told.stream().noneMatch(line -> line.contains("s3cr3t")), "" + log.told);
        assertTrue(log.told.getFirst().startsWith("commit status failed: post http://127.0.0.1:"));
    }

    private void restart() {
        reporter.close();
        reporter = StatusReporter.open(project(), Passes.NODE, new TokenFile(token), memory, log);
    }

    private ForgeProject project() {
        return ForgeProject.parse("gitea=" + forge.url());
    }

    private void posted(String... states) throws InterruptedException {
        until(() -> forge.requests.size() >= states.length);
        assertEquals(
                List.of(states),
                forge.requests.stream()
                        .map(one -> one.replaceAll("(?s).*\"state\": \"([a-z]+)\".*", "$1"))
                        .toList());
    }
}
