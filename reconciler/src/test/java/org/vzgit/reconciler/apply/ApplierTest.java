package org.vzgit.reconciler.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

class ApplierTest {
    @TempDir Path directory;
    private Duration deadline = Duration.ofMinutes(1);
    private int parallelism = 4;
    private BooleanSupplier superseded = () -> false;
    private Plan remaining = Steps.nothing();
    private final Recording progress = new Recording();

    @Test
    void everyStepIsDoneAfterWhatItWaitsFor() {
        ScriptedKernel kernel = new ScriptedKernel(_ -> {});
        Plan plan = new Steps().numproc(101, 1).numproc(102, 2, 1).numproc(103, 3, 1, 2).plan();
        Applied applied = apply(kernel, plan);
        assertTrue(applied.converged());
        assertEquals(plan.steps().stream().map(Step::operation).toList(), kernel.begun());
    }

    @Test
    void stepsOfOneVeNeverRunAtOnce() {
        ScriptedKernel kernel = new ScriptedKernel(_ -> Thread.onSpinWait());
        Steps steps = new Steps();
        for (int i = 0; i < 200; i++) {
            steps.numproc(101 + i % 3, i);
        }
        assertTrue(apply(kernel, steps.plan()).allDone());
        assertFalse(kernel.collided());
        assertEquals(200, kernel.begun().size());
    }

    @Test
    void differentVesAreWorkedOnAtOnceUpToTheBound() {
        // Each pair of operations can only end together.
        parallelism = 2;
        CyclicBarrier pair = new CyclicBarrier(2);
        ScriptedKernel kernel = new ScriptedKernel(_ -> await(pair));
        Steps steps = new Steps();
        for (int i = 0; i < 6; i++) {
            steps.numproc(101 + i, i);
        }
        assertTrue(apply(kernel, steps.plan()).allDone());
        assertEquals(2, kernel.mostAtOnce());
    }

    @Test
    void failureSkipsAllThatWaitsForItAndNothingElse() {
        ScriptedKernel kernel = new ScriptedKernel(failing(102, FailureKind.REJECTED));
        Plan plan =
                new Steps()
                        .numproc(102, 1)
                        .numproc(103, 1, 1)
                        .numproc(104, 1, 2)
                        .numproc(101, 1)
                        .plan();
        Applied applied = apply(kernel, plan);
        assertInstanceOf(Outcome.Failed.class, applied.outcomes().get(1));
        assertEquals(new Outcome.Skipped("step 1 failed"), applied.outcomes().get(2));
        assertEquals(new Outcome.Skipped("step 1 failed"), applied.outcomes().get(3));
        assertInstanceOf(Outcome.Done.class, applied.outcomes().get(4));
        assertEquals(Set.of(new VeId(102)), applied.troubled());
        assertFalse(applied.converged());
    }

    @Test
    void busyIsTriedAgainUpToTheBound() {
        AtomicInteger calls = new AtomicInteger();
        ScriptedKernel kernel =
                new ScriptedKernel(operation -> {
                    if (calls.incrementAndGet() < OperationRunner.ATTEMPTS_MAX) {
                        throw failure(FailureKind.BUSY, operation);
                    }
                });
        assertTrue(apply(kernel, new Steps().numproc(101, 1).plan()).allDone());
        assertEquals(OperationRunner.ATTEMPTS_MAX, calls.get());
    }

    @Test
    void alwaysBusyFails() {
        ScriptedKernel kernel = new ScriptedKernel(failing(101, FailureKind.BUSY));
        Applied applied = apply(kernel, new Steps().numproc(101, 1).plan());
        assertInstanceOf(Outcome.Failed.class, applied.outcomes().get(1));
        assertEquals(OperationRunner.ATTEMPTS_MAX, kernel.begun().size());
    }

    @Test
    void otherFailuresAreNotTriedAgain() {
        for (FailureKind kind : FailureKind.values()) {
            if (kind != FailureKind.BUSY) {
                ScriptedKernel kernel = new ScriptedKernel(failing(101, kind));
                apply(kernel, new Steps().numproc(101, 1).plan());
                assertEquals(1, kernel.begun().size(), kind.name());
            }
        }
    }

    @Test
    void defectInOneOperationLeavesOtherVesAlone() {
        ScriptedKernel kernel =
                new ScriptedKernel(operation -> {
                    if (((VeOperation) operation).veid().value() == 101) {
                        throw new IllegalStateException("defect");
                    }
                });
        Applied applied = apply(kernel, new Steps().numproc(101, 1).numproc(102, 1).plan());
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, applied.outcomes().get(1));
        assertEquals(FailureKind.BROKEN, failed.kind());
        assertInstanceOf(Outcome.Done.class, applied.outcomes().get(2));
    }

    @Test
    void operationPastItsDeadlineIsInterruptedAndFails() {
        deadline = Duration.ofMillis(20);
        CountDownLatch never = new CountDownLatch(1);
        ScriptedKernel kernel =
                new ScriptedKernel(operation -> {
                    try {
                        never.await();
                    } catch (InterruptedException late) {
                        throw new OperationFailure(
                                FailureKind.DEADLINE, operation + " interrupted", late);
                    }
                });
        Applied applied = apply(kernel, new Steps().numproc(101, 1).numproc(101, 2, 1).plan());
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, applied.outcomes().get(1));
        assertEquals(FailureKind.DEADLINE, failed.kind());
        assertInstanceOf(Outcome.Skipped.class, applied.outcomes().get(2));
    }

    @Test
    void supersededPlanEndsAtTheNextStep() {
        AtomicBoolean newer = new AtomicBoolean();
        superseded = newer::get;
        parallelism = 1;
        ScriptedKernel kernel = new ScriptedKernel(_ -> newer.set(true));
        Applied applied =
                apply(kernel, new Steps().numproc(101, 1).numproc(102, 1).numproc(103, 1).plan());
        assertEquals(1, kernel.begun().size());
        assertInstanceOf(Outcome.Done.class, applied.outcomes().get(1));
        assertInstanceOf(Outcome.Skipped.class, applied.outcomes().get(2));
        assertInstanceOf(Outcome.Skipped.class, applied.outcomes().get(3));
        assertEquals(Set.of(), applied.troubled());
    }

    @Test
    void doneButWantedAgainIsNotVerified() {
        remaining = new Steps().numproc(101, 1).plan();
        Applied applied =
                apply(
                        new ScriptedKernel(_ -> {}),
                        new Steps().numproc(101, 1).numproc(102, 1).plan());
        assertEquals(
                new Outcome.NotVerified("numproc is 100, wanted 200"), applied.outcomes().get(1));
        assertInstanceOf(Outcome.Done.class, applied.outcomes().get(2));
        assertEquals(Set.of(new VeId(101)), applied.troubled());
    }

    @Test
    void earlierStepsOfAFailedVeAreNotJudged() {
        remaining = new Steps().numproc(101, 1).plan();
        AtomicInteger calls = new AtomicInteger();
        ScriptedKernel kernel =
                new ScriptedKernel(operation -> {
                    if (calls.incrementAndGet() == 2) {
                        throw failure(FailureKind.GONE, operation);
                    }
                });
        Applied applied = apply(kernel, new Steps().numproc(101, 1).numproc(101, 2, 1).plan());
        assertInstanceOf(Outcome.Done.class, applied.outcomes().get(1));
    }

    @Test
    void listenerHearsEveryStepOnceInOrder() {
        parallelism = 1;
        apply(
                new ScriptedKernel(failing(102, FailureKind.DENIED)),
                new Steps().numproc(101, 1).numproc(102, 1, 1).numproc(103, 1, 2).plan());
        assertEquals(
                List.of("start 1", "Done 1", "start 2", "Failed 2", "Skipped 3"), progress.heard);
    }

    @Test
    void journalHasOneEntryForEachStep() throws IOException {
        apply(
                new ScriptedKernel(failing(102, FailureKind.DENIED)),
                new Steps().numproc(101, 200).numproc(102, 1, 1).plan());
        List<JournalEntry> entries = new Journal(directory).newest(10, _ -> true).entries();
        assertEquals(2, entries.size());
        JournalEntry first = entries.getLast();
        assertEquals("set numproc", first.target().operation());
        assertEquals(101, first.target().veid());
        assertEquals(
                new JournalEntry.Wanted("numproc", "100", "200", "web1.yaml:7"), first.wanted());
        assertEquals("0123456789abcdef0123456789abcdef01234567", first.run().commit());
        assertEquals("done", first.result().status());
        assertEquals("failed", entries.getFirst().result().status());
    }

    @Test
    void unwritableJournalIsReportedAndStopsNothing() throws IOException {
        Files.writeString(directory.resolve("file"), "in the way");
        Applied applied =
                applier(
                                new ScriptedKernel(_ -> {}),
                                new Journal(directory.resolve("file").resolve("journal")))
                        .apply(new Steps().numproc(101, 1).plan());
        assertTrue(applied.allDone());
        assertTrue(applied.journalProblem().isPresent());
    }

    private Applied apply(ScriptedKernel kernel, Plan plan) {
        return applier(kernel, new Journal(directory)).apply(plan);
    }

    private Applier applier(ScriptedKernel kernel, Journal journal) {
        ApplySettings settings =
                new ApplySettings(
                        parallelism,
                        InstantSource.fixed(Instant.EPOCH),
                        System::nanoTime,
                        superseded,
                        _ -> deadline);
        return new Applier(kernel, journal, progress, _ -> remaining, settings);
    }

    private static ScriptedKernel.Script failing(int veid, FailureKind kind) {
        return operation -> {
            if (((VeOperation) operation).veid().value() == veid) {
                throw failure(kind, operation);
            }
        };
    }

    private static OperationFailure failure(FailureKind kind, Operation operation) {
        return new OperationFailure(kind, operation + ": " + kind);
    }

    private static void await(CyclicBarrier barrier) throws OperationFailure {
        try {
            barrier.await();
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException broken) {
            throw new OperationFailure(FailureKind.BROKEN, "barrier", broken);
        }
    }

    private static final class Recording implements ProgressListener {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void started(Step step) {
            heard.add("start " + step.id());
        }

        @Override
        public void ended(Step step, Outcome outcome) {
            heard.add(outcome.getClass().getSimpleName() + " " + step.id());
        }
    }
}
