package org.vzgit.reconciler.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.VeId;

/// An operation that hears no interrupt, as one in uninterruptible sleep.
class ExecutionTest {
    private static final Duration AT_ONCE = Duration.ofMillis(10);

    private static final VeId HUNG = new VeId(101);

    @TempDir Path directory;
    private final CountDownLatch disk = new CountDownLatch(1);
    private final CountDownLatch returned = new CountDownLatch(1);
    private final ScriptedKernel kernel =
            new ScriptedKernel(operation -> {
                if (((VeOperation) operation).veid().equals(HUNG)) {
                    hang();
                }
            });
    private final ApplySettings settings =
            new ApplySettings(
                    2,
                    InstantSource.fixed(Instant.EPOCH),
                    System::nanoTime,
                    () -> false,
                    _ -> AT_ONCE);

    private void hang() {
        boolean over = false;
        while (!over) {
            try {
                disk.await();
                over = true;
            } catch (InterruptedException _) {
                // As deaf as the kernel is.
            }
        }
        returned.countDown();
    }

    private List<Applied.Straggler> run(StepGraph graph, Plan plan) {
        try (Execution execution = new Execution(kernel, settings, AT_ONCE)) {
            execution.run(
                    graph,
                    new ApplyRecord(
                            plan, new Journal(directory), ProgressListener.NONE, settings.clock()));
            return execution.stragglers();
        }
    }

    @Test
    void aVeWhoseOperationWasGivenUpGetsNoOtherStepUntilItReturned() throws Exception {
        Plan plan =
                new Steps()
                        .numproc(101, 1)
                        .numproc(101, 2)
                        .numproc(102, 3)
                        .numproc(103, 4, 2)
                        .plan();
        StepGraph graph = new StepGraph(plan);
        List<Applied.Straggler> stragglers = run(graph, plan);
        assertInstanceOf(Outcome.Failed.class, graph.outcomes().get(1));
        assertEquals(new Outcome.Skipped("step 1 failed"), graph.outcomes().get(2));
        assertInstanceOf(Outcome.Done.class, graph.outcomes().get(3));
        assertInstanceOf(Outcome.Skipped.class, graph.outcomes().get(4));
        assertFalse(kernel.collided());
        assertEquals(List.of(HUNG), stragglers.stream().map(Applied.Straggler::veid).toList());
        assertTrue(stragglers.getFirst().working().getAsBoolean());
        disk.countDown();
        returned.await();
        while (stragglers.getFirst().working().getAsBoolean()) {
            Thread.onSpinWait();
        }
        assertEquals(2, kernel.begun().size());
    }
}
