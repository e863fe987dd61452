package org.vzgit.reconciler.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

class ResultLineTest {
    private static final Step SET = new Steps().numproc(101, 200).plan().steps().getFirst();
    private static final Step REMOVE =
            new Steps().step(new RemoveCgroup(new VeId(101))).plan().steps().getFirst();

    @Test
    void boundShowsOldAndNewValue() {
        assertEquals(
                "✓ web1 numproc 100 → 200 live 38µs",
                ResultLine.of("web1", SET, new Outcome.Done(38)));
    }

    @Test
    void otherOperationsAreNamed() {
        assertEquals(
                "✓ web1 remove cgroup live 1.5ms",
                ResultLine.of("web1", REMOVE, new Outcome.Done(1_500)));
    }

    @Test
    void failureShowsItsMessage() {
        assertEquals(
                "✗ web1 numproc 100 → 200: set pids.max to 200: EPERM 7µs",
                ResultLine.of(
                        "web1",
                        SET,
                        new Outcome.Failed(FailureKind.DENIED, "set pids.max to 200: EPERM", 7)));
    }

    @Test
    void skippedAndNotVerifiedSayWhy() {
        assertEquals(
                "- web1 remove cgroup skipped: step 1 failed",
                ResultLine.of("web1", REMOVE, new Outcome.Skipped("step 1 failed")));
        assertEquals(
                "✗ web1 numproc 100 → 200: done, but the kernel shows otherwise: numproc is 100",
                ResultLine.of("web1", SET, new Outcome.NotVerified("numproc is 100")));
    }

    @ParameterizedTest
    @CsvSource({"0,0µs", "999,999µs", "1000,1.0ms", "38000,38ms", "999999,1000ms", "12000000,12s"})
    void durationsHaveThreeDigitsAtMost(long micros, String text) {
        assertEquals(text, ResultLine.duration(micros));
    }
}
