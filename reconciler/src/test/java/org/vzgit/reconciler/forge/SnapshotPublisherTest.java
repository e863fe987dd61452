package org.vzgit.reconciler.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.reconciler.forge.Passes.COMMIT;
import static org.vzgit.reconciler.forge.Passes.NEXT;
import static org.vzgit.reconciler.forge.RecordedLog.until;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.reconciler.source.SnapshotRefs;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.SourceSettings;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SnapshotPublisherTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    @TempDir Path directory;
    private final RecordedLog log = new RecordedLog();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Instant now = START;
    private SnapshotPublisher publisher = publisher(sent::add);

    @AfterEach
    void end() {
        publisher.close();
    }

    @Test
    void firstOneIsSentSomeTimeAfterTheStartAndSaysWhatItIsOf() throws Exception {
        now = START.plus(SnapshotPublisher.FIRST_AFTER).minusNanos(1);
        publisher.passed(Passes.quiet(COMMIT));
        now = START.plus(SnapshotPublisher.FIRST_AFTER);
        publisher.passed(Passes.quiet(COMMIT));
        until(() -> !sent.isEmpty());
        NodeSnapshot snapshot = NodeSnapshot.parse(sent.getFirst());
        assertEquals("hn1", snapshot.node().value());
        assertEquals(now, snapshot.takenAt());
        assertEquals(COMMIT, snapshot.revision().id());
        assertEquals(1, sent.size());
    }

    @Test
    void nextOneWaitsForTheIntervalHoweverMuchChanges() throws Exception {
        first();
        now = now.plus(INTERVAL).minusNanos(1);
        publisher.passed(Passes.quiet(NEXT));
        now = now.plusNanos(1);
        publisher.passed(Passes.quiet(NEXT));
        until(() -> sent.size() == 2);
        assertEquals(now, NodeSnapshot.parse(sent.getLast()).takenAt());
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        first();
        for (int i = 0; i < 5; i++) {
            now = now.plus(INTERVAL);
            publisher.passed(Passes.quiet(COMMIT));
        }
        now = now.plus(INTERVAL);
        publisher.passed(Passes.quiet(NEXT));
        until(() -> sent.size() == 2);
        assertEquals(NEXT, NodeSnapshot.parse(sent.getLast()).revision().id());
    }

    @Test
    void failureIsToldOnceUntilItWorksAgain() throws Exception {
        var broken =
                new Object() {
                    volatile boolean now = true;
                };
        publisher.close();
        List<String> tried = new CopyOnWriteArrayList<>();
        publisher =
                publisher(json -> {
                    tried.add(json);
                    if (broken.now) {
                        // A real failure of the real writer.
                        refs().publish(nowhere(), "hn1", json);
                    }
                });
        for (int i = 1; i <= 3; i++) {
            due();
            int count = i;
            until(() -> tried.size() == count);
        }
        until(() -> !log.told.isEmpty());
        broken.now = false;
        due();
        until(() -> log.told.size() == 2);
        assertTrue(log.told.getFirst().startsWith("snapshot failed: /"), log.told.toString());
        assertEquals("snapshot recovered", log.told.getLast());
        assertEquals(4, tried.size());
    }

    @Test
    void slowServerHoldsUpNoPassAndOnlyTheNewestWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        publisher.close();
        publisher =
                publisher(json -> {
                    sent.add(json);
                    begun.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
        due();
        begun.await();
        for (int i = 0; i < 10; i++) {
            due();
        }
        Instant newest = now;
        assertEquals(1, sent.size());
        answer.countDown();
        until(() -> sent.size() == 2);
        assertEquals(newest, NodeSnapshot.parse(sent.getLast()).takenAt());
    }

    @Test
    void defectIsToldAndTheNextOneIsSent() throws Exception {
        publisher.close();
        publisher =
                publisher(json -> {
                    sent.add(json);
                    if (sent.size() == 1) {
                        throw new IllegalStateException("a defect");
                    }
                });
        due();
        until(() -> sent.size() == 1);
        due();
        until(() -> log.told.size() == 2);
        assertEquals(
                List.of(
                        "snapshot failed: java.lang.IllegalStateException: a defect",
                        "snapshot recovered"),
                log.told);
    }

    @Test
    void closedWhileItSendsItEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        publisher.close();
        publisher =
                publisher(_ -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException _) {
                        ended.countDown();
                    }
                });
        due();
        begun.await();
        publisher.close();
        assertTrue(ended.await(30, TimeUnit.SECONDS));
        due();
        assertFalse(log.told.stream().anyMatch(line -> line.contains("Rejected")));
    }

    @Test
    void intervalHasALeast() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new SnapshotPublisher(
                                Passes.NODE,
                                SnapshotPublisher.INTERVAL_MIN.minusNanos(1),
                                InstantSource.system(),
                                sent::add,
                                log));
        new SnapshotPublisher(
                        Passes.NODE,
                        SnapshotPublisher.INTERVAL_MIN,
                        InstantSource.system(),
                        sent::add,
                        log)
                .close();
    }

    @Test
    void loopIsHeardThroughItsListener() throws Exception {
        now = START.plus(SnapshotPublisher.FIRST_AFTER);
        try (ForgeReports reports = new ForgeReports(Optional.of(publisher), List.of())) {
            reports.passed(Passes.quiet(COMMIT), Duration.ZERO);
            until(() -> sent.size() == 1);
        }
        assertEquals(List.of(), log.told);
    }

    private void first() throws InterruptedException {
        due();
        until(() -> sent.size() == 1);
    }

    private void due() {
        now = now.plus(INTERVAL);
        publisher.passed(Passes.quiet(COMMIT));
    }

    private SnapshotRefs refs() {
        return new SnapshotRefs(
                new SourceSettings(
                        directory.resolve("cache"),
                        directory,
                        Optional.empty(),
                        InstantSource.system()));
    }

    private SourceLocation.Repository nowhere() {
        return new SourceLocation.Repository(directory.resolve("gone").toString(), "HEAD", "");
    }

    private SnapshotPublisher publisher(SnapshotPublisher.Publication publication) {
        return new SnapshotPublisher(Passes.NODE, INTERVAL, () -> now, publication, log);
    }
}
