package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A real signal to a real process.
class StopSignalTest {

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void whatHasBegunIsEndedBeforeTheProcessEnds() throws Exception {
        Process child = child();
        try (BufferedReader out = child.inputReader()) {
            assertEquals("begun", out.readLine());
            // Not Process.destroy, which closes the streams as well.
            child.toHandle().destroy();
            assertEquals(List.of("asked to stop", "ended what had begun"), out.lines().toList());
            assertEquals(128 + 15, child.waitFor(), "ended by SIGTERM");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void whoEndedByItselfIsNotAsked() {
        CountDownLatch asked = new CountDownLatch(1);
        StopSignal.install(asked::countDown).close();
        assertEquals(1, asked.getCount());
        StopSignal again = StopSignal.install(asked::countDown);
        again.close();
        again.close();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    private static Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Work.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// An agent in the middle of an operation.
    static final class Work {
        private Work() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch stop = new CountDownLatch(1);
            try (StopSignal _ = StopSignal.install(() -> stopping(stop))) {
                System.out.println("begun");
                stop.await();
                // As long as a process takes that does not wait for its hook.
                Thread.sleep(200);
                System.out.println("ended what had begun");
            }
        }

        private static void stopping(CountDownLatch stop) {
            System.out.println("asked to stop");
            stop.countDown();
        }
    }
}
