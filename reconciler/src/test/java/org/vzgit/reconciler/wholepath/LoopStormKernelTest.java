package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.loop.Storm;

/// The storm of `LoopSimulationTest` on this machine's kernel: the loop's clock runs ahead, so that
/// a back-off is over in a moment, and everything else is real.
@Tag("kernel")
class LoopStormKernelTest {
    /// `-Dvzgit.soak.seconds=600` for ten minutes.
    private static final long SECONDS = Long.getLong("vzgit.soak.seconds", 20);

    private static final Duration STEP = Duration.ofSeconds(10);

    @TempDir Path directory;
    private RealNode node;

    @BeforeEach
    void begin() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    @Test
    @Timeout(value = 1200, unit = TimeUnit.SECONDS)
    void calmsDownAndNeverHarmsWhatIsProtected() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        RealStormNode real = new RealStormNode(node);
        node.thread.call(() -> {
            Storm.pass(directory, real, 1, STEP, _ -> System.nanoTime() >= end);
            return real;
        });
        System.out.println("the storm hit: " + real.hits());
        assertEquals(
                Set.of("changed limit", "deleted link", "killed init", "restart"),
                real.hits().keySet());
    }
}
