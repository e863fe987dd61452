package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class BoundedRunTest {
    /// Longer than any of these takes on a busy machine.
    private static final BoundedRun PATIENT = new BoundedRun(Duration.ofSeconds(60));

    private static Process sh(String script) throws Exception {
        return new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    }

    @Test
    void theCodeAndTheWordsOfAProgramAreTold() throws Exception {
        assertEquals(
                new BoundedRun.Ended(OptionalInt.of(3), "out\nerr"),
                PATIENT.await(sh("echo out; echo err >&2; exit 3")));
        assertTrue(PATIENT.await(sh("exit 0")).isWell());
        assertFalse(PATIENT.await(sh("exit 1")).isWell());
    }

    @Test
    void asMuchAsTheBoundIsKeptWhole() throws Exception {
        int most = BoundedRun.SAID_MAX;
        assertEquals(
                "a".repeat(most),
                PATIENT.await(sh("head -c " + most + " /dev/zero | tr '\\0' a")).said());
    }

    @Test
    void ofMoreOnlyTheEndIsKept() throws Exception {
        String said =
                PATIENT.await(sh("yes first | tr -d '\\n' | head -c 300000; printf the-end"))
                        .said();
        assertEquals(BoundedRun.SAID_MAX, said.length());
        assertTrue(said.endsWith("the-end"));
    }

    @Test
    void oneThatDoesNotEndIsEndedWithWhatItStarted() throws Exception {
        Process process = sh("sleep 1000 & sleep 1000");
        BoundedRun.Ended ended = new BoundedRun(Duration.ofMillis(200)).await(process);
        assertEquals(OptionalInt.empty(), ended.code());
        assertFalse(process.isAlive());
        assertEquals(0, process.descendants().count());
    }

    @Test
    void oneThatDoesNotListenIsKilled() throws Exception {
        Process process = sh("trap '' TERM; while :; do sleep 1; done");
        new BoundedRun(Duration.ofMillis(200)).await(process);
        process.waitFor();
        assertFalse(process.isAlive());
    }

    @Test
    void aDaemonThatKeepsThePipeIsNotWaitedFor() throws Exception {
        BoundedRun.Ended ended = PATIENT.await(sh("echo begun; setsid sleep 30 & exit 0"));
        assertEquals(new BoundedRun.Ended(OptionalInt.of(0), "begun"), ended);
    }

    @Test
    void anInterruptEndsTheProgramToo() throws Exception {
        Process process = sh("sleep 1000");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> PATIENT.await(process));
        process.waitFor();
        assertFalse(process.isAlive());
    }
}
