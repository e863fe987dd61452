package org.vzgit.reconciler.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.reconciler.forge.RecordedLog.until;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vzgit.reconciler.source.CommitState;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutboxTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofHours(1);

    private final RecordedLog log = new RecordedLog();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer.Taken();
    private final CountDownLatch gate = new CountDownLatch(1);
    private Outbox outbox = new Outbox(this::none, _ -> AT_ONCE, new Trouble("x", log), _ -> {});

    @AfterEach
    void end() {
        gate.countDown();
        outbox.close();
    }

    @Test
    void statusesAreBroughtInTheirOrder() throws Exception {
        open(this::answered, AT_ONCE);
        List.of("a", "b", "c").forEach(commit -> outbox.put(status(commit)));
        until(() -> taken.size() == 3);
        assertEquals(List.of("a PENDING", "b PENDING", "c PENDING"), taken);
        assertEquals(List.of(), log.told);
    }

    @Test
    void failedOneIsTriedAgainAndTheTroubleToldOnce() throws Exception {
        open(
                status -> {
                    tried.add(status.commit());
                    return tried.size() < Outbox.TRIES_MAX
                            ? new Answer.Failed("HTTP 503")
                            : new Answer.Taken();
                },
                AT_ONCE);
        outbox.put(status("a"));
        until(() -> log.told.size() == 2);
        assertEquals(List.of("a PENDING"), taken);
        assertEquals(Outbox.TRIES_MAX, tried.size());
        assertEquals(List.of("x failed: HTTP 503", "x recovered"), log.told);
    }

    @Test
    void afterItsLastTryOneIsGivenUpAndTheNextIsBrought() throws Exception {
        answer = new Answer.Failed("HTTP 503");
        open(this::answered, AT_ONCE);
        outbox.put(status("a"));
        until(() -> tried.size() == Outbox.TRIES_MAX);
        answer = new Answer.Taken();
        outbox.put(status("b"));
        until(() -> taken.size() == 1);
        assertEquals(List.of("b PENDING"), taken);
        assertEquals(Outbox.TRIES_MAX + 1, tried.size());
    }

    @Test
    void refusedOneIsNotTriedAgain() throws Exception {
        answer = new Answer.Refused("HTTP 403");
        open(this::answered, AT_ONCE);
        outbox.put(status("a"));
        until(() -> !log.told.isEmpty());
        answer = new Answer.Taken();
        outbox.put(status("b"));
        until(() -> !taken.isEmpty());
        assertEquals(List.of("a PENDING", "b PENDING"), tried);
    }

    @Test
    void refusedOneIsTriedAgainWhenAPersonAsksAndOnlyThen() throws Exception {
        answer = new Answer.Refused("HTTP 403");
        open(this::answered, AT_ONCE);
        outbox.put(status("a"));
        until(() -> !log.told.isEmpty());
        outbox.again();
        until(() -> tried.size() == 2);
        answer = new Answer.Taken();
        until(() -> {
            outbox.again();
            return !taken.isEmpty();
        });
        outbox.again();
        outbox.put(status("b"));
        until(() -> taken.size() == 2);
        assertEquals(List.of("a PENDING", "b PENDING"), taken);
        assertEquals("x recovered", log.told.getLast());
    }

    @Test
    void afterItsLastTryOneIsTriedAgainWhenAPersonAsks() throws Exception {
        answer = new Answer.Failed("HTTP 503");
        open(this::answered, AT_ONCE);
        outbox.put(status("a"));
        until(() -> tried.size() == Outbox.TRIES_MAX);
        answer = new Answer.Taken();
        until(() -> {
            outbox.again();
            return !taken.isEmpty();
        });
        assertEquals(List.of("a PENDING"), taken);
    }

    @Test
    void waitForTheNextTryEndsWhenAPersonAsks() throws Exception {
        answer = new Answer.Failed("HTTP 503");
        open(this::answered, LONG);
        outbox.put(status("a"));
        until(() -> tried.size() == 1);
        answer = new Answer.Taken();
        outbox.again();
        until(() -> !taken.isEmpty());
        assertEquals(2, tried.size());
    }

    @Test
    void refusedOneOfWhichThereIsANewerIsNotBroughtBack() throws Exception {
        answer = new Answer.Refused("HTTP 403");
        open(this::answered, AT_ONCE);
        outbox.put(status("a"));
        until(() -> !log.told.isEmpty());
        answer = new Answer.Taken();
        outbox.put(new CommitStatus("a", CommitState.SUCCESS, ""));
        until(() -> !taken.isEmpty());
        outbox.again();
        outbox.put(status("b"));
        until(() -> taken.size() == 2);
        assertEquals(List.of("a PENDING", "a SUCCESS", "b PENDING"), tried);
    }

    @Test
    void noMoreAreKeptForAPersonThanMayWait() throws Exception {
        answer = new Answer.Refused("HTTP 403");
        open(this::answered, AT_ONCE);
        for (int i = 0; i <= Outbox.WAITING_MAX; i++) {
            outbox.put(status("c" + i));
            int sent = i + 1;
            until(() -> tried.size() == sent);
        }
        // Given up, and not only tried.
        outbox.put(status("last"));
        until(() -> tried.size() == Outbox.WAITING_MAX + 2);
        answer = new Answer.Taken();
        outbox.again();
        until(() -> taken.size() >= Outbox.WAITING_MAX - 1);
        assertFalse(taken.contains("c0 PENDING"), taken.toString());
        assertTrue(taken.contains("c" + Outbox.WAITING_MAX + " PENDING"), taken.toString());
    }

    @Test
    void newerStatusOfACommitEndsTheWaitOfTheOlder() throws Exception {
        answer = new Answer.Failed("HTTP 503");
        open(this::answered, LONG);
        outbox.put(status("a"));
        until(() -> tried.size() == 1);
        answer = new Answer.Taken();
        outbox.put(new CommitStatus("a", CommitState.SUCCESS, ""));
        until(() -> !taken.isEmpty());
        assertEquals(List.of("a SUCCESS"), taken);
    }

    @Test
    void waitingStatusIsReplacedByANewerOfItsCommit() throws Exception {
        open(this::gated, AT_ONCE);
        outbox.put(status("first"));
        until(() -> tried.size() == 1);
        outbox.put(status("a"));
        outbox.put(status("b"));
        outbox.put(new CommitStatus("a", CommitState.FAILURE, ""));
        gate.countDown();
        until(() -> taken.size() == 3);
        assertEquals(List.of("first PENDING", "b PENDING", "a FAILURE"), taken);
    }

    @Test
    void fullBoxLosesItsOldestAndNeverWaits() throws Exception {
        open(this::gated, AT_ONCE);
        outbox.put(status("first"));
        until(() -> tried.size() == 1);
        for (int i = 0; i <= Outbox.WAITING_MAX; i++) {
            outbox.put(status("c" + i));
        }
        gate.countDown();
        until(() -> taken.size() == 1 + Outbox.WAITING_MAX);
        assertEquals("c1 PENDING", taken.get(1));
        assertEquals("c" + Outbox.WAITING_MAX + " PENDING", taken.getLast());
        assertFalse(taken.contains("c0 PENDING"));
    }

    @Test
    void exactlyFullBoxLosesNone() throws Exception {
        open(this::gated, AT_ONCE);
        outbox.put(status("first"));
        until(() -> tried.size() == 1);
        for (int i = 0; i < Outbox.WAITING_MAX; i++) {
            outbox.put(status("c" + i));
        }
        gate.countDown();
        until(() -> taken.size() == 1 + Outbox.WAITING_MAX);
        assertEquals("c0 PENDING", taken.get(1));
    }

    @Test
    void defectEndsOneStatusAndNotTheThread() throws Exception {
        open(
                status -> {
                    if (status.commit().equals("a")) {
                        throw new IllegalStateException("has the s3cr3t in it");
                    }
                    return answered(status);
                },
                AT_ONCE);
        outbox.put(status("a"));
        outbox.put(status("b"));
        until(() -> taken.size() == 1);
        assertEquals("x failed: IllegalStateException while it was sent", log.told.getFirst());
    }

    @Test
    void closedWhileItWaitsItEnds() throws Exception {
        answer = new Answer.Failed("HTTP 503");
        open(this::answered, LONG);
        outbox.put(status("a"));
        until(() -> tried.size() == 1);
        outbox.close();
        outbox.put(status("b"));
        assertEquals(1, tried.size());
    }

    @Test
    void delaysDoubleUpToFiveMinutes() {
        assertEquals(Duration.ofSeconds(5), Outbox.delay(1));
        assertEquals(Duration.ofSeconds(10), Outbox.delay(2));
        assertEquals(Duration.ofSeconds(160), Outbox.delay(6));
        assertEquals(Duration.ofMinutes(5), Outbox.delay(7));
        assertEquals(Duration.ofMinutes(5), Outbox.delay(Integer.MAX_VALUE));
        Duration all = Duration.ZERO;
        for (int tries = 1; tries < Outbox.TRIES_MAX; tries++) {
            all = all.plus(Outbox.delay(tries));
        }
        assertTrue(all.toMinutes() >= 60 && all.toMinutes() <= 90, all.toString());
    }

    private void open(Delivery delivery, Duration delay) {
        outbox.close();
        outbox =
                new Outbox(
                        delivery,
                        _ -> delay,
                        new Trouble("x", log),
                        status -> taken.add(status.commit() + " " + status.state()));
    }

    private Answer none(CommitStatus status) {
        return new Answer.Refused(status.commit());
    }

    private Answer answered(CommitStatus status) {
        tried.add(status.commit() + " " + status.state());
        return answer;
    }

    private Answer gated(CommitStatus status) throws InterruptedException {
        tried.add(status.commit());
        gate.await();
        return answer;
    }

    private static CommitStatus status(String commit) {
        return new CommitStatus(commit, CommitState.PENDING, "");
    }
}
