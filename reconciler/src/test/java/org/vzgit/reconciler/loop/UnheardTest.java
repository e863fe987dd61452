package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.VeId;

/// What happens to a VE after the look that first saw it and before anybody listens to it.
class UnheardTest {
    private static final VeId VE = new VeId(101);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir Path directory;
    private final AtomicInteger deaths = new AtomicInteger();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aVeThatDiesBeforeItIsListenedToIsStartedAgainWithoutALookForDrift() throws Exception {
        LoopWorld world = new LoopWorld(directory, InstantSource.system(), this::dying);
        world.ve(101, "beancounters: {numproc: 100}");
        LoopSettings settings =
                new LoopSettings(
                        NEVER,
                        NEVER,
                        2,
                        RandomGenerator.of("L64X128MixRandom"),
                        InstantSource.system());
        ReconcileLoop loop = new ReconcileLoop(world.node, settings, world);
        Thread runner = Thread.ofPlatform().start(loop::run);
        try {
            while (deaths.get() == 0 || !runs(world.kernel)) {
                Thread.sleep(5);
            }
        } finally {
            loop.stop();
            runner.join();
        }
        assertEquals(1, deaths.get());
    }

    private static boolean runs(SimulatedKernel kernel) {
        return kernel.observe().ve(VE).init().toOptional().isPresent();
    }

    /// A kernel whose VE ends at the moment in which it is to be listened to for the first time.
    private Kernel dying(Kernel kernel) {
        SimulatedKernel simulated = (SimulatedKernel) kernel;
        NodeEvents events =
                new NodeEvents() {
                    @Override
                    public boolean watch(ObservedNode live) {
                        boolean first = runs(simulated) && deaths.compareAndSet(0, 1);
                        if (first) {
                            simulated.mishaps().killInit(VE);
                        }
                        return first;
                    }

                    @Override
                    public List<NodeHint> await(Duration most) throws InterruptedException {
                        return NodeEvents.NONE.await(most);
                    }

                    @Override
                    public void close() {}
                };
        return new Kernel() {
            @Override
            public void apply(Operation operation) throws OperationFailure {
                simulated.apply(operation);
            }

            @Override
            public ObservedNode observe() {
                return simulated.observe();
            }

            @Override
            public NodeEvents events() {
                return events;
            }

            @Override
            public void close() {
                simulated.close();
            }
        };
    }
}
