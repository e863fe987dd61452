package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuClockTest {
    /// Work of whichever thread counts, and it may be less than the time that passed but not more
    /// than all CPUs can do in it.
    @Test
    void workOfOtherThreadsIsCounted() throws Exception {
        Duration before = CpuClock.PROCESS.used();
        Thread worker = Thread.ofPlatform().start(CpuClockTest::work);
        worker.join();
        Duration used = CpuClock.PROCESS.used().minus(before);
        assertTrue(used.compareTo(Duration.ofMillis(20)) >= 0, used.toString());
    }

    /// Until the thread itself has used 25 ms.
    private static void work() {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + Duration.ofMillis(25).toNanos();
        long sum = 0;
        while (threads.getCurrentThreadCpuTime() < end) {
            sum++;
        }
        assertTrue(sum > 0);
    }

    @Test
    void itNeverRunsBackwards() {
        Duration last = CpuClock.PROCESS.used();
        for (int i = 0; i < 1_000; i++) {
            Duration now = CpuClock.PROCESS.used();
            assertTrue(now.compareTo(last) >= 0, last + " then " + now);
            last = now;
        }
    }
}
