package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Count;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

class ProgressTest {
    private static final Step STEP =
            new Step(
                    1,
                    new SetResource(new VeId(101), Resource.NUMPROC, Limit.of(new Count(200))),
                    new TreeSet<>(),
                    new Cause("numproc", "100", "200", Optional.empty()),
                    Disruption.LIVE);
    private static final Plan PLAN =
            new Plan(
                    new NodeName("hn1"),
                    new Revision("directory", ""),
                    List.of(),
                    List.of(STEP),
                    List.of());

    private final StringWriter err = new StringWriter();

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(err), terminal, PLAN);
    }

    @Test
    void eachOperationIsALine() {
        Progress progress = progress(false);
        progress.started(STEP);
        progress.ended(STEP, new Outcome.Done(38));
        progress.finish();
        assertEquals("✓ 101 numproc 100 → 200 live 38µs\n", err.toString());
    }

    @Test
    void outcomesThatNeedALookSayWhy() {
        Progress progress = progress(false);
        progress.ended(STEP, new Outcome.Failed(FailureKind.BUSY, "set pids.max: EBUSY", 5));
        progress.ended(STEP, new Outcome.Skipped("step 3 failed"));
        progress.ended(STEP, new Outcome.NotVerified("numproc is 100"));
        assertEquals(
                """
                ✗ 101 numproc 100 → 200: set pids.max: EBUSY 5µs
                - 101 numproc 100 → 200 skipped: step 3 failed
                ✗ 101 numproc 100 → 200: done, but the kernel shows otherwise: numproc is 100
                """,
                err.toString());
    }

    @Test
    void terminalHasOneLineThatIsWrittenOver() {
        Progress progress = progress(true);
        progress.started(STEP);
        progress.ended(STEP, new Outcome.Done(38));
        assertTrue(err.toString().endsWith("[0/1] 101 set numproc"), err.toString());
        progress.finish();
        assertTrue(err.toString().endsWith("\r\u001b[K"), err.toString());
        assertFalse(err.toString().contains("\n"), err.toString());
    }

    @Test
    void failureStaysOnTheTerminal() {
        Progress progress = progress(true);
        progress.started(STEP);
        progress.ended(STEP, new Outcome.Failed(FailureKind.DENIED, "EPERM", 1));
        assertTrue(err.toString().endsWith("✗ 101 numproc 100 → 200: EPERM 1µs\n"), err.toString());
    }
}
