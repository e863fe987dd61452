package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns SIGTERM and SIGINT into a request, and keeps the process alive until it was followed: an
/// operation that has begun ends.
public final class StopSignal implements AutoCloseable {
    /// The longest operation is a VE's stop, 120 s by default, and then it kills. A service manager
    /// that has less patience loses nothing: the next start observes and goes on.
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private StopSignal(Runnable stop) {
        hook = Thread.ofPlatform().name("stop").unstarted(() -> request(stop));
    }

    /// @param stop asks for the end and returns at once
    public static StopSignal install(Runnable stop) {
        StopSignal signal = new StopSignal(stop);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /// The work has ended; the process may.
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending: the hook runs now, and the latch lets it go.
        }
    }

    private void request(Runnable stop) {
        stop.run();
        try {
            boolean inTime = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println(
                        "still busy after " + PATIENCE.toSeconds() + " s; ending anyway");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
