package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CoalescerTest {

    @Test
    void firstIsPassedOnAtOnceAndTheRestAsOneMore() throws Exception {
        Semaphore passed = new Semaphore(0);
        try (Coalescer coalescer = new Coalescer(Duration.ofMillis(300), passed::release)) {
            coalescer.ask();
            passed.acquire();
            for (int i = 0; i < 1000; i++) {
                coalescer.ask();
            }
            passed.acquire();
            assertEquals(0, passed.drainPermits());
        }
    }

    @Test
    void whatIsAskedDuringTheActionIsNotLost() throws Exception {
        AtomicInteger done = new AtomicInteger();
        Semaphore begun = new Semaphore(0);
        Semaphore go = new Semaphore(0);
        Runnable action =
                () -> {
                    begun.release();
                    go.acquireUninterruptibly();
                    done.incrementAndGet();
                };
        try (Coalescer coalescer = new Coalescer(Duration.ofMillis(1), action)) {
            coalescer.ask();
            begun.acquire();
            coalescer.ask();
            go.release(2);
            begun.acquire();
            assertTrue(done.get() >= 1);
        }
    }
}
