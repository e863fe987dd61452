package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.reconciler.loop.LoopView;
import org.vzgit.reconciler.loop.ReconcileLoop;
import org.vzgit.schema.document.SourceFile;

/// A loop that looks for drift once an hour: whatever it heals meanwhile, the kernel told it.
@Tag("kernel")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HintsHealTest {
    private static final VeText VE =
            VeText.of(4901)
                    .with("beancounters", "{numproc: 60}")
                    .with("network", "{addresses: [10.101.49.1]}");
    private static final long SOAK_SECONDS = Long.getLong("vzgit.soak.seconds", 20);

    private RealNode node;
    private Path desired = Path.of("");
    private ReconcileLoop loop;
    private Thread runner;

    @BeforeEach
    void begin() throws Exception {
        node = new RealNode();
        desired = Files.createDirectories(node.directory().resolve("desired"));
        write("hn1.yaml", RealNode.NODE);
        write(VE);
        loop = node.loop(desired, Duration.ofHours(1));
        // Born in the node's network namespace, as all that the loop starts.
        runner = node.thread.call(() -> Thread.ofPlatform().start(loop::run));
        until(() -> "60".equals(numproc()) && runs());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        loop.stop();
        runner.join();
        node.close();
    }

    @Test
    void limitThatSomebodyChangesIsSetBack() throws Exception {
        int pid = node.pid(VE);
        changeLimit(61);
        until(() -> "60".equals(numproc()));
        assertEquals(pid, node.pid(VE));
    }

    @Test
    void killedVeIsStartedAgain() throws Exception {
        int pid = node.pid(VE);
        shell("kill -9 " + pid);
        until(() -> runs() && node.pid(VE) != pid);
        assertNotEquals(pid, node.pid(VE));
    }

    @Test
    void addressThatIsTakenAwayInsideComesBack() throws Exception {
        node.ip(VE, "addr", "del", "10.101.49.1/32", "dev", "eth0");
        until(() -> runs() && node.ip(VE, "addr", "show", "eth0").contains("10.101.49.1"));
        assertTrue(runs());
    }

    /// `-Dvzgit.soak.seconds=600` for ten minutes.
    @Test
    @Timeout(value = 1200, unit = TimeUnit.SECONDS)
    void calmsDownWhateverHappened() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOAK_SECONDS);
        while (System.nanoTime() < end) {
            happen(random);
            Thread.sleep(random.nextInt(300));
        }
        write(VE.with("beancounters", "{numproc: 77}"));
        loop.sync();
        until(() -> "77".equals(numproc()) && runs());
        until(() -> {
            LoopView view = loop.view();
            return view.running().isEmpty()
                    && view.last().filter(last -> last.result().converged()).isPresent();
        });
        assertEquals(List.of(), loop.view().last().orElseThrow().result().remaining().blocked());
    }

    private void happen(RandomGenerator random) throws Exception {
        switch (random.nextInt(6)) {
            case 0 -> changeLimit(61 + random.nextInt(9));
            case 1 -> {
                // One look: the loop may stop the VE before another.
                for (ObservedInit init : released().stream().toList()) {
                    shell("kill -9 " + init.pid() + " 2>/dev/null || true");
                }
            }
            case 2 -> write(VE.with("beancounters", "{numproc: " + (80 + random.nextInt(9)) + "}"));
            case 3 -> write(VE.with("state", random.nextBoolean() ? "running" : "stopped"));
            case 4 -> write("ve4901.yaml", "apiVersion: vzgit/v1\nkind: VE\nspec: {veid: 4901}\n");
            default -> loop.sync();
        }
    }

    /// By another process: what this one writes is taken for the loop's own doing.
    private void changeLimit(int count) throws Exception {
        Path file = new CgroupFiles(node.home, VE.veid()).path("pids", "pids.max");
        shell("echo " + count + " > " + file + " 2>/dev/null || true");
    }

    private String numproc() throws Exception {
        return new CgroupFiles(node.home, VE.veid()).read("pids", "pids.max");
    }

    private boolean runs() throws Exception {
        return released().isPresent();
    }

    private Optional<ObservedInit> released() throws Exception {
        return node.ve(VE).init().toOptional().filter(ObservedInit::released);
    }

    private void write(VeText ve) throws Exception {
        SourceFile file = ve.file();
        write("ve4901.yaml", file.text());
    }

    private void write(String name, String text) throws Exception {
        Path next = desired.resolve("." + name);
        Files.writeString(next, text);
        Files.move(
                next,
                desired.resolve(name),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void shell(String script) throws Exception {
        KernelThread.Commands.output(List.of("sh", "-c", script));
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        while (!holds(condition)) {
            Thread.sleep(10);
        }
    }

    /// A VE that is being started or stopped has no files to read for a moment.
    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (java.io.IOException | AssertionError _) {
            return false;
        }
    }
}
