package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedNode;

/// On a machine where others have the CPUs, a pass takes long and costs little.
class LoadedMachineTest {
    private static final Duration NEVER = Duration.ofHours(1);

    /// Where time is charged, the pass after the first of these comes minutes later.
    private static final Duration SLOW_PASS = EventBudget.SAVINGS.multipliedBy(2);

    private static final int HINTS = 20;

    @TempDir Path directory;
    private final TestClock clock = new TestClock();
    private final LinkedBlockingQueue<List<NodeHint>> hints = new LinkedBlockingQueue<>();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void hintsAreFollowedAtOnceHoweverLongAPassWaitsForItsTurn() throws Exception {
        LoopWorld world = new LoopWorld(directory, clock, this::starved);
        world.ve(101, "beancounters: {numproc: 100}");
        LoopSettings settings =
                new LoopSettings(NEVER, NEVER, 2, RandomGenerator.of("L64X128MixRandom"), clock);
        ReconcileLoop loop = new ReconcileLoop(world.node, settings, world, () -> Duration.ZERO);
        Thread runner = Thread.ofPlatform().start(loop::run);
        try {
            for (int i = 0; i < HINTS; i++) {
                int before = looks.get();
                while (looks.get() == before) {
                    if (hints.isEmpty()) {
                        hints.add(List.of(new NodeHint.NetworkChanged()));
                    }
                    Thread.sleep(5);
                }
            }
        } finally {
            loop.stop();
            runner.join();
        }
        assertTrue(looks.get() >= HINTS);
    }

    private Kernel starved(Kernel kernel) {
        NodeEvents events =
                new NodeEvents() {
                    @Override
                    public boolean watch(ObservedNode live) {
                        return false;
                    }

                    @Override
                    public List<NodeHint> await(Duration most) throws InterruptedException {
                        List<NodeHint> next = hints.poll(50, TimeUnit.MILLISECONDS);
                        return next == null ? List.of() : next;
                    }

                    @Override
                    public void close() {}
                };
        return new Kernel() {
            @Override
            public void apply(Operation operation) throws OperationFailure {
                kernel.apply(operation);
            }

            @Override
            public ObservedNode observe() {
                looks.incrementAndGet();
                clock.pass(SLOW_PASS);
                return kernel.observe();
            }

            @Override
            public NodeEvents events() {
                return events;
            }

            @Override
            public void close() {
                kernel.close();
            }
        };
    }
}
