package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Days of a node in seconds, on the simulated kernel; `LoopStormKernelTest` is the same on the
/// real one.
class LoopSimulationTest {
    @TempDir Path directory;
    private final SimulatedKernel kernel = LoopWorld.simulated();

    /// A day with a pass a minute, and some hours with a pass every ten seconds.
    @ParameterizedTest(name = "{1} hours of seed {0}")
    @CsvSource({"1, 24, 60", "2, 2, 10", "3, 2, 10", "4, 2, 10"})
    void calmsDownAndNeverHarmsWhatIsProtected(long seed, int hours, int seconds) throws Exception {
        Duration end = Duration.ofHours(hours);
        Storm.pass(
                directory,
                new Simulated(),
                seed,
                Duration.ofSeconds(seconds),
                passed -> passed.compareTo(end) >= 0);
        assertTrue(kernel.applied() > hours, kernel.applied() + " operations");
    }

    private final class Simulated implements StormNode {
        @Override
        public Kernel restart() {
            kernel.crash();
            return kernel;
        }

        @Override
        public void killInit(VeId veid) {
            kernel.mishaps().killInit(veid);
        }

        @Override
        public void setNumproc(VeId veid, int limit) {
            kernel.mishaps().setLimit(veid, Resource.NUMPROC, Limit.of(new Count(limit)));
        }

        @Override
        public void deleteLink(VeId veid) {
            kernel.mishaps().deleteLink(veid);
        }
    }
}
