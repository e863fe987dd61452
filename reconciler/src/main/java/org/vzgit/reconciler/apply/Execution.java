package org.vzgit.reconciler.apply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.apply.Applied.Straggler;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.OperationText;

/// Runs the steps of one plan on a few threads. One thread, the caller's, decides what begins and
/// hears what ended; the others only run operations.
///
/// Platform threads: operations enter namespaces, which sticks to the thread, and virtual threads
/// would share their carriers.
final class Execution implements AutoCloseable {
    /// How long an interrupted operation may take to come back. After that its thread is left to
    /// itself: a process in uninterruptible sleep (hung disk) cannot be helped by waiting.
    static final Duration GRACE = Duration.ofSeconds(5);

    private final OperationRunner runner;
    private final ApplySettings settings;
    private final Duration grace;
    private final List<Straggler> stragglers = new ArrayList<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("apply-", 1).factory());
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final Map<Integer, Running> running = new HashMap<>();
    private boolean interrupted;

    Execution(Kernel kernel, ApplySettings settings, Duration grace) {
        this.grace = grace;
        this.runner = new OperationRunner(kernel, settings.nanoTime());
        this.settings = settings;
    }

    /// Returns when every step of the plan has an outcome. An interrupt of the calling thread
    /// counts as superseded.
    void run(StepGraph graph, ApplyRecord record) {
        begin(graph, record);
        while (!running.isEmpty()) {
            Optional<Ended> next = awaitOne();
            if (next.isPresent()) {
                end(next.get(), graph, record);
            } else {
                giveUpOverdue(graph, record);
            }
            begin(graph, record);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void begin(StepGraph graph, ApplyRecord record) {
        if (interrupted || settings.superseded().getAsBoolean()) {
            String reason = interrupted ? "stopped" : "superseded or stopped before it began";
            graph.skipRest(running.keySet(), reason)
                    .forEach(step -> record.ended(step, new Outcome.Skipped(reason)));
            return;
        }
        while (running.size() < settings.parallelism()) {
            Optional<Step> step = graph.begin();
            if (step.isEmpty()) {
                return;
            }
            record.started(step.get());
            submit(step.get());
        }
    }

    private void submit(Step step) {
        AtomicBoolean works = new AtomicBoolean(true);
        Future<?> task =
                threads.submit(() -> {
                    Outcome outcome = runner.run(step.operation());
                    works.set(false);
                    ended.add(new Ended(step, outcome));
                });
        long most = settings.deadline().apply(step.operation()).toNanos();
        Attempt attempt = new Attempt(step, task, works);
        running.put(step.id(), new Running(attempt, settings.nanoTime().getAsLong() + most, false));
    }

    private Optional<Ended> awaitOne() {
        long now = settings.nanoTime().getAsLong();
        long wait = Long.MAX_VALUE;
        for (Running one : running.values()) {
            wait = Math.min(wait, one.deadline() - now);
        }
        try {
            return Optional.ofNullable(ended.poll(Math.max(wait, 0), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            interrupted = true;
            return Optional.empty();
        }
    }

    private void end(Ended event, StepGraph graph, ApplyRecord record) {
        // An operation that was given up may still come back; its outcome is decided already.
        if (running.remove(event.step().id()) != null) {
            record.ended(event.step(), event.outcome());
            for (Step skipped : graph.end(event.step(), event.outcome())) {
                String reason = "step " + event.step().id() + " failed";
                record.ended(skipped, new Outcome.Skipped(reason));
            }
        }
    }

    private void giveUpOverdue(StepGraph graph, ApplyRecord record) {
        long now = settings.nanoTime().getAsLong();
        List<Running> overdue = new ArrayList<>(running.values());
        overdue.removeIf(one -> one.deadline() - now > 0);
        for (Running one : overdue) {
            if (one.cancelled()) {
                abandon(one.attempt(), graph, record);
            } else {
                one.attempt().task().cancel(true);
                running.put(
                        one.attempt().step().id(),
                        new Running(one.attempt(), now + grace.toNanos(), true));
            }
        }
    }

    private void abandon(Attempt attempt, StepGraph graph, ApplyRecord record) {
        Step step = attempt.step();
        running.remove(step.id());
        if (step.operation() instanceof VeOperation op) {
            stragglers.add(new Straggler(op.veid(), attempt.works()::get));
        }
        Outcome outcome = noAnswer(step);
        record.ended(step, outcome);
        for (Step skipped : graph.abandon(step, outcome)) {
            record.ended(skipped, new Outcome.Skipped("step " + step.id() + " failed"));
        }
    }

    /// The operations that were given up, once [#run] has returned.
    List<Straggler> stragglers() {
        return stragglers;
    }

    private Outcome noAnswer(Step step) {
        Duration most = settings.deadline().apply(step.operation());
        return new Outcome.Failed(
                FailureKind.DEADLINE,
                OperationText.of(step.operation()).text() + ": no answer from the kernel",
                most.plus(grace).toNanos() / 1_000);
    }

    private record Ended(Step step, Outcome outcome) {}

    /// @param works until the operation has returned, which a cancelled task does not tell
    private record Attempt(Step step, Future<?> task, AtomicBoolean works) {}

    /// @param deadline when it is interrupted, or if it was, given up
    private record Running(Attempt attempt, long deadline, boolean cancelled) {}
}
