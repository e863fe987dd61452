package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.status.StatusFile;
import org.vzgit.reconciler.status.StatusSnapshot;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

class ReconcileLoopTest {
    private static final VeId WEB = new VeId(101);

    @TempDir Path directory;
    private LoopWorld world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new LoopWorld(directory);
        world.ve(101, "beancounters: {numproc: 100}");
    }

    @Test
    void onceStartsWhatIsWantedAndASecondOnceDoesNothing() throws Exception {
        assertTrue(world.loop().once().converged());
        assertEquals(Limit.of(new Count(100)), numproc());
        int operations = world.kernel.applied();
        PassResult second = world.loop().once();
        assertTrue(second.converged());
        assertEquals(Optional.empty(), second.applied());
        assertEquals(operations, world.kernel.applied());
    }

    @Test
    void driftIsHealedAndNothingElseIsTouched() throws Exception {
        ReconcileLoop loop = world.loop();
        loop.once();
        int operations = world.kernel.applied();
        world.kernel.mishaps().setLimit(WEB, Resource.NUMPROC, Limit.of(new Count(7)));
        assertTrue(loop.once().converged());
        assertEquals(Limit.of(new Count(100)), numproc());
        assertEquals(operations + 1, world.kernel.applied());
    }

    @Test
    void blockedVeIsToldOnce() throws Exception {
        world.ve(101, "jquota: true");
        ReconcileLoop loop = world.loop();
        loop.once();
        loop.once();
        loop.once();
        assertEquals(List.of("revision", "blocked: NOT_SUPPORTED_YET"), world.heard);
        world.ve(101, "");
        loop.once();
        assertTrue(world.heard.contains("unblocked: NOT_SUPPORTED_YET"));
    }

    @Test
    void statusFileShowsThePass() throws Exception {
        world.loop().once();
        StatusSnapshot status = StatusFile.read(world.node.files().status()).orElseThrow();
        assertEquals(StatusSnapshot.Health.CONVERGED, status.health());
        assertEquals(1, status.counts().running());
        assertTrue(status.text().contains("web101"), status.text());
    }

    @Test
    void onceWithoutASourceFails() throws Exception {
        Files.move(world.directory, directory.resolve("gone"));
        assertThrows(SourceFailure.class, () -> world.loop().once());
        assertEquals(List.of("source failed: NO_SUBDIRECTORY"), world.heard);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void runFollowsTheSourceHealsDriftAndStops() throws Exception {
        ReconcileLoop loop = world.loop();
        Thread runner = Thread.ofPlatform().start(loop::run);
        try {
            until(() -> isNumproc(100));
            world.ve(101, "beancounters: {numproc: 200}");
            until(() -> isNumproc(200));
            world.kernel.mishaps().killInit(WEB);
            until(() -> world.kernel.observe().ve(WEB).init().toOptional().isPresent());
        } finally {
            loop.stop();
            runner.join();
        }
        assertFalse(world.heard.stream().anyMatch(line -> line.startsWith("defect")));
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void lostSourceIsToldOnceAndDriftIsStillHealed() throws Exception {
        ReconcileLoop loop = world.loop();
        Thread runner = Thread.ofPlatform().start(loop::run);
        Path hidden = directory.resolve("hidden");
        try {
            until(() -> isNumproc(100));
            Files.move(world.directory, hidden);
            until(() -> world.heard.contains("source failed: NO_SUBDIRECTORY"));
            world.kernel.mishaps().setLimit(WEB, Resource.NUMPROC, Limit.of(new Count(7)));
            until(() -> isNumproc(100));
            Files.move(hidden, world.directory);
            until(() -> world.heard.contains("source recovered"));
        } finally {
            loop.stop();
            runner.join();
        }
        assertEquals(1, world.heard.stream().filter(l -> l.startsWith("source failed")).count());
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void stopBeforeRunEndsAtOnce() {
        ReconcileLoop loop = world.loop();
        loop.stop();
        loop.run();
        assertEquals(0, world.kernel.applied());
    }

    private boolean isNumproc(long count) {
        return world.kernel
                .observe()
                .ve(WEB)
                .cgroup()
                .toOptional()
                .map(cgroup -> cgroup.usages().get(Resource.NUMPROC))
                .flatMap(usage -> usage.limit().toOptional())
                .filter(Limit.of(new Count(count))::equals)
                .isPresent();
    }

    private Limit numproc() {
        Usage usage =
                world.kernel
                        .observe()
                        .ve(WEB)
                        .cgroup()
                        .toOptional()
                        .orElseThrow()
                        .usages()
                        .get(Resource.NUMPROC);
        return java.util.Objects.requireNonNull(usage).limit().toOptional().orElseThrow();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
