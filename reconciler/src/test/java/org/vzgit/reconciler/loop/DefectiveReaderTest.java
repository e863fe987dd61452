package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.SourceSettings;
import org.vzgit.schema.Count;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// A revision on which our own code fails must not end the looks at the source: the next commit may
/// be the one that mends it.
class DefectiveReaderTest {
    private static final VeId WEB = new VeId(101);

    @TempDir Path directory;
    private final AtomicBoolean broken = new AtomicBoolean();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void defectOfOursIsToldAndTheNextRevisionIsRead() throws Exception {
        LoopWorld world = new LoopWorld(directory);
        world.ve(101, "beancounters: {numproc: 100}");
        ReconcileLoop loop = loop(world);
        Thread runner = Thread.ofPlatform().start(loop::run);
        try {
            until(() -> isNumproc(world, 100));
            broken.set(true);
            world.ve(101, "beancounters: {numproc: 200}");
            until(() -> world.heard.contains("defect: java.lang.IllegalStateException: ours"));
            world.kernel.mishaps().setLimit(WEB, Resource.NUMPROC, Limit.of(new Count(7)));
            until(() -> isNumproc(world, 100));
            broken.set(false);
            until(() -> isNumproc(world, 200));
            assertEquals(Optional.empty(), loop.view().source().failure());
        } finally {
            loop.stop();
            runner.join();
        }
    }

    private ReconcileLoop loop(LoopWorld world) {
        DesiredSource source =
                new DesiredSource(
                        new SourceSettings(
                                directory.resolve("cache"),
                                directory,
                                Optional.empty(),
                                InstantSource.system()));
        DesiredStateReader sound = new DesiredStateReader();
        DesiredFeed feed =
                new DesiredFeed(
                        source,
                        SourceLocation.directory(world.directory),
                        (revision, files) -> read(sound, revision, files));
        ManagedNode node = world.node;
        return new ReconcileLoop(
                new ManagedNode(node.kernel(), feed, node.planning(), node.journal(), node.files()),
                world.settings,
                world);
    }

    private DesiredState read(DesiredStateReader sound, Revision revision, List<SourceFile> files) {
        if (broken.get()) {
            throw new IllegalStateException("ours");
        }
        return sound.read(revision, files);
    }

    private static boolean isNumproc(LoopWorld world, int value) {
        return world.kernel.observe().ve(WEB).cgroup().toOptional().stream()
                .map(cgroup -> cgroup.usages().get(Resource.NUMPROC))
                .map(Usage::limit)
                .anyMatch(limit ->
                        limit.toOptional().equals(Optional.of(Limit.of(new Count(value)))));
    }

    private static void until(java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
