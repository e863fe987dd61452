package org.vzgit.reconciler.loop;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// How much work was done so far, of which only differences count. Stands still while nothing of
/// ours has a CPU.
@FunctionalInterface
interface CpuClock {
    /// All threads of this process, as a pass uses several: `CLOCK_PROCESS_CPUTIME_ID` of
    /// clock_gettime(2). What other threads do during a pass is in it; they do next to nothing.
    CpuClock PROCESS = () -> Duration.ofNanos(Process.BEAN.getProcessCpuTime());

    Duration used();

    /// Loaded at the first pass: commands without a loop never need it.
    final class Process {
        private static final OperatingSystemMXBean BEAN =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        private Process() {}
    }
}
