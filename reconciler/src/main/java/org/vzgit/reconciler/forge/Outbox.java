package org.vzgit.reconciler.forge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Statuses on their way to a forge, brought one after the other by a thread of its own. Putting
/// one in never waits.
///
/// A newer status of a commit replaces the older one that still waits or is being tried again.
final class Outbox implements AutoCloseable {
    /// Commits that a node takes while a forge is away; older ones than these interest nobody.
    static final int WAITING_MAX = 16;

    /// With [#delay] about an hour and a quarter: a forge's maintenance.
    static final int TRIES_MAX = 20;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final Duration DELAY_MAX = Duration.ofMinutes(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<CommitStatus> waiting = new ArrayDeque<>();
    private final Deque<CommitStatus> givenUp = new ArrayDeque<>();
    private boolean hurried;
    private final Delivery delivery;
    private final IntFunction<Duration> delays;
    private final Trouble trouble;
    private final Consumer<CommitStatus> taken;
    private final Thread thread;

    /// @param delays how long to wait after so many failed tries, from 1
    /// @param taken hears of each status that the forge has
    Outbox(
            Delivery delivery,
            IntFunction<Duration> delays,
            Trouble trouble,
            Consumer<CommitStatus> taken) {
        this.delivery = delivery;
        this.delays = delays;
        this.trouble = trouble;
        this.taken = taken;
        this.thread = Thread.ofPlatform().daemon().name("status").start(this::bring);
    }

    static Duration delay(int failures) {
        // No more than 2^6 fits below the largest.
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, 6));
        return delay.compareTo(DELAY_MAX) < 0 ? delay : DELAY_MAX;
    }

    /// Where there is no more room the oldest goes.
    void put(CommitStatus status) {
        lock.lock();
        try {
            givenUp.removeIf(one -> one.commit().equals(status.commit()));
            add(waiting, status);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Brings what was given up once more, and what waits for its next try at once.
    void again() {
        lock.lock();
        try {
            // None of a commit that has a newer one waiting: put took it out.
            givenUp.forEach(status -> add(waiting, status));
            givenUp.clear();
            hurried = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void add(Deque<CommitStatus> box, CommitStatus status) {
        box.removeIf(one -> one.commit().equals(status.commit()));
        if (box.size() == WAITING_MAX) {
            box.removeFirst();
        }
        box.addLast(status);
    }

    private void giveUp(CommitStatus status) {
        lock.lock();
        try {
            if (!hasNewer(status)) {
                add(givenUp, status);
            }
        } finally {
            lock.unlock();
        }
    }

    private void bring() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                bring(next());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void bring(CommitStatus status) throws InterruptedException {
        for (int tries = 1; tries <= TRIES_MAX; tries++) {
            switch (tried(status)) {
                case Answer.Taken _ -> {
                    taken.accept(status);
                    trouble.succeeded();
                    return;
                }
                case Answer.Refused(String message) -> {
                    giveUp(status);
                    trouble.failed(message);
                    return;
                }
                case Answer.Failed(String message) -> trouble.failed(message);
            }
            if (tries < TRIES_MAX && !isStillWanted(status, delays.apply(tries))) {
                return;
            }
        }
        giveUp(status);
    }

    private Answer tried(CommitStatus status) throws InterruptedException {
        try {
            return delivery.deliver(status);
        } catch (RuntimeException defect) {
            return new Answer.Refused(defect.getClass().getSimpleName() + " while it was sent");
        }
    }

    private CommitStatus next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                changed.await();
            }
            return waiting.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Waits, but no longer than until a newer status of the same commit comes, or a person asks.
    private boolean isStillWanted(CommitStatus status, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = wait.toNanos();
            while (left > 0 && !hurried && !hasNewer(status)) {
                left = changed.awaitNanos(left);
            }
            hurried = false;
            return !hasNewer(status);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasNewer(CommitStatus status) {
        return waiting.stream().anyMatch(one -> one.commit().equals(status.commit()));
    }

    /// What waits is not sent.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
