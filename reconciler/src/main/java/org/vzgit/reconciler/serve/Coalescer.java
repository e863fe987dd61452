package org.vzgit.reconciler.serve;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Makes one of many: the first call is passed on at once, all that come within the window after it
/// become one more at its end. None is lost, so whatever a call announced is looked at after it.
final class Coalescer implements AutoCloseable {
    private final BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>(1);
    private final Thread thread;

    Coalescer(Duration window, Runnable action) {
        thread = Thread.ofPlatform().daemon().name("webhook").start(() -> serve(window, action));
    }

    void ask() {
        // Full means that one is waiting to be passed on; it stands for this call, too.
        boolean _ = asked.offer(true);
    }

    private void serve(Duration window, Runnable action) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                asked.take();
                action.run();
                Thread.sleep(window);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
