package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Days of a node in seconds: commits, drift, faults, crashes, suspensions and a source that comes
/// and goes, drawn from a seed. Whatever happens, what is protected stays, and when it has calmed
/// down everything is as it is wanted.
class LoopSimulationTest {
    private static final int FIRST = 101;
    private static final int VES = 6;
    private static final List<Errno> ERRNOS =
            List.of(Errno.ENOSPC, Errno.EBUSY, Errno.EIO, Errno.ENOMEM, Errno.EPERM, Errno.EINVAL);

    @TempDir Path directory;
    private final TestClock clock = new TestClock();
    private RandomGenerator random = RandomGenerator.getDefault();

    @SuppressWarnings("NullAway.Init") // by begin(), which every test starts with
    private LoopWorld world;

    @SuppressWarnings("NullAway.Init")
    private UnrulyKernel kernel;

    @SuppressWarnings("NullAway.Init")
    private ReconcileLoop loop;

    private final Map<VeId, Instant> suspended = new TreeMap<>();
    private final Set<VeId> broken = new HashSet<>();
    private final SortedMap<VeId, String> wanted = new TreeMap<>();
    private boolean down;

    LoopSimulationTest() {}

    /// A day with a pass a minute, and some hours with a pass every ten seconds.
    @ParameterizedTest(name = "{1} hours of seed {0}")
    @CsvSource({"1, 24, 60", "2, 2, 10", "3, 2, 10", "4, 2, 10"})
    void calmsDownAndNeverHarmsWhatIsProtected(long seed, int hours, int seconds) throws Exception {
        begin(seed);
        Instant end = clock.instant().plus(Duration.ofHours(hours));
        while (clock.instant().isBefore(end)) {
            for (int i = random.nextInt(3); i > 0; i--) {
                happen();
            }
            turn();
            clock.pass(Duration.ofSeconds(seconds));
        }
        calmDown();
        PassResult last = loop.view().last().orElseThrow().result();
        assertEquals(List.of(), last.remaining().steps(), "seed " + seed);
        assertEquals(List.of(), last.remaining().blocked(), "seed " + seed);
        assertTrue(last.converged(), "seed " + seed);
        wanted.forEach((veid, text) ->
                assertEquals(
                        text.contains("state: running"),
                        world.kernel.observe().ve(veid).init().toOptional().isPresent(),
                        "seed " + seed + " VE " + veid));
    }

    private void begin(long seed) throws IOException {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        world =
                new LoopWorld(
                        directory,
                        clock,
                        real -> {
                            kernel = new UnrulyKernel(real);
                            return kernel;
                        });
        for (int i = 0; i < VES; i++) {
            commit(new VeId(FIRST + i));
        }
        loop = world.loop();
        turn();
    }

    private void happen() throws IOException {
        VeId veid = new VeId(FIRST + random.nextInt(VES));
        switch (random.nextInt(16)) {
            case 0, 1 -> commit(veid);
            case 2 -> remove(veid);
            case 3 -> breakFile(veid);
            case 4, 5 -> world.kernel.mishaps().killInit(veid);
            case 6, 7 ->
                    world.kernel
                            .mishaps()
                            .setLimit(
                                    veid,
                                    Resource.NUMPROC,
                                    Limit.of(new Count(1 + random.nextInt(9))));
            case 8 -> world.kernel.mishaps().deleteLink(veid);
            case 9 -> kernel.fail(veid, ERRNOS.get(random.nextInt(ERRNOS.size())), 1);
            case 10 -> suspend(veid);
            case 11 -> source();
            case 12 -> kernel.dieAfter(random.nextInt(4));
            case 13 -> loop.cancel();
            default -> {}
        }
    }

    private void turn() throws IOException {
        Map<VeId, ObservedVe> before = world.kernel.observe().ves();
        kernel.tried();
        loop.turn(NodeEvents.NONE);
        if (kernel.isDead()) {
            world.kernel.crash();
            kernel.dieAfter(Integer.MAX_VALUE);
            loop = world.loop();
        }
        protect(before, kernel.tried());
    }

    /// What must be true of every turn.
    private void protect(Map<VeId, ObservedVe> before, List<Operation> tried) {
        Set<VeId> felt = new HashSet<>();
        for (Operation operation : tried) {
            VeId veid = new VeId(Math.max(VeId.MIN, UnrulyKernel.veOf(operation)));
            assertTrue(!isSuspended(veid), operation + " on a suspended VE");
            if (operation instanceof DestroyPrivateArea) {
                DeletionPolicy mark =
                        LiveMark.of(seen(before, veid))
                                .map(owner -> owner.deletion())
                                .orElse(DeletionPolicy.RETAIN);
                assertEquals(DeletionPolicy.DESTROY, mark, operation + " against its mark");
            }
            if (!wanted.containsKey(veid)
                    && (operation instanceof DestroyPrivateArea
                            || (operation instanceof StopVe && ran(seen(before, veid))))) {
                felt.add(veid);
            }
            assertTrue(!broken.contains(veid) || down, operation + " on a frozen VE");
        }
        assertTrue(felt.size() <= 1, felt + " were removed in one turn");
    }

    private static ObservedVe seen(Map<VeId, ObservedVe> ves, VeId veid) {
        return ves.getOrDefault(veid, ObservedVe.nothing(veid));
    }

    private static boolean ran(ObservedVe ve) {
        return RunPhase.of(ve) == RunPhase.RUNNING;
    }

    private boolean isSuspended(VeId veid) {
        Instant until = suspended.get(veid);
        return until != null && clock.instant().isBefore(until);
    }

    private void commit(VeId veid) throws IOException {
        if (down) {
            return;
        }
        String text =
                "state: "
                        + (random.nextInt(4) == 0 ? "stopped" : "running")
                        + "\ndeletion: "
                        + (random.nextInt(3) == 0 ? "destroy" : "retain")
                        + "\nwave: "
                        + random.nextInt(3)
                        + "\nbeancounters: {numproc: "
                        + (100 + random.nextInt(100))
                        + "}";
        world.ve(veid.value(), text);
        wanted.put(veid, text);
        broken.remove(veid);
    }

    private void remove(VeId veid) throws IOException {
        if (!down && wanted.size() - broken.size() > 2 && !broken.contains(veid)) {
            Files.deleteIfExists(world.directory.resolve("ve" + veid + ".yaml"));
            wanted.remove(veid);
        }
    }

    private void breakFile(VeId veid) throws IOException {
        if (!down && wanted.containsKey(veid)) {
            world.ve(veid.value(), "beancounters: {numproc: many}");
            broken.add(veid);
        }
    }

    private void suspend(VeId veid) throws IOException {
        Instant now = clock.instant();
        Instant until = now.plus(Duration.ofMinutes(1 + random.nextInt(30)));
        world.node
                .files()
                .holds()
                .update(now, all -> all.suspend(veid, new Hold("alice", "test", now, until)));
        suspended.put(veid, until);
    }

    private void source() throws IOException {
        Path hidden = directory.resolve("hidden");
        if (down) {
            Files.move(hidden, world.directory);
        } else {
            Files.move(world.directory, hidden);
        }
        down = !down;
    }

    /// Nothing happens any more; every wait ends; removals beyond the budget are released.
    private void calmDown() throws IOException {
        if (down) {
            source();
        }
        for (VeId veid : Set.copyOf(broken)) {
            commit(veid);
        }
        kernel.dieAfter(Integer.MAX_VALUE);
        kernel.forgive();
        world.write(
                "node.yaml",
                """
                apiVersion: vzgit/v1
                kind: Node
                metadata: {name: hn1}
                spec: {removalBudget: 100}
                """);
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofMinutes(3));
            loop.turn(NodeEvents.NONE);
        }
    }
}
