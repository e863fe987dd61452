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
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.VeId;

/// What happens to a node: commits, drift, faults, crashes, suspensions and a source that comes and
/// goes, drawn from a seed. Whatever happens, what is protected stays, and when it has calmed down
/// everything is as it is wanted.
public final class Storm {
    private static final int FIRST = 101;
    private static final int VES = 6;
    private static final List<Errno> ERRNOS =
            List.of(Errno.ENOSPC, Errno.EBUSY, Errno.EIO, Errno.ENOMEM, Errno.EPERM, Errno.EINVAL);

    private final Path directory;
    private final StormNode node;
    private final String seed;
    private final RandomGenerator random;
    private final TestClock clock = new TestClock();
    private final UnrulyKernel kernel;
    private final LoopWorld world;
    private ReconcileLoop loop;
    private final Map<VeId, Instant> suspended = new TreeMap<>();
    private final Set<VeId> broken = new HashSet<>();
    private final SortedMap<VeId, String> wanted = new TreeMap<>();
    private boolean down;

    private Storm(Path directory, StormNode node, long seed) throws IOException {
        this.directory = directory;
        this.node = node;
        this.seed = "seed " + seed;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        kernel = new UnrulyKernel(node.restart());
        world = new LoopWorld(directory, clock, _ -> kernel);
        loop = world.loop();
    }

    /// Lets things happen until it is over, then asserts that all is well.
    ///
    /// @param directory an empty one for the desired state and what the loop remembers
    /// @param step what the clock of the loop says has passed after each turn
    /// @param over asked after each turn with the time that has passed on that clock
    public static void pass(
            Path directory, StormNode node, long seed, Duration step, Predicate<Duration> over)
            throws IOException {
        Storm storm = new Storm(directory, node, seed);
        storm.begin();
        Instant start = storm.clock.instant();
        while (!over.test(Duration.between(start, storm.clock.instant()))) {
            storm.happen(step);
        }
        storm.calmDown();
        storm.assertAsWanted();
    }

    private void happen(Duration step) throws IOException {
        for (int i = random.nextInt(3); i > 0; i--) {
            happen();
        }
        turn();
        clock.pass(step);
    }

    private void assertAsWanted() {
        PassResult last = loop.view().last().orElseThrow().result();
        assertEquals(List.of(), last.remaining().steps(), seed);
        assertEquals(List.of(), last.remaining().blocked(), seed);
        assertTrue(last.converged(), seed);
        ObservedNode seen = kernel.observe();
        wanted.forEach((veid, text) ->
                assertEquals(
                        text.contains("state: running"),
                        seen.ve(veid).init().toOptional().isPresent(),
                        seed + " VE " + veid));
    }

    private void begin() throws IOException {
        for (int i = 0; i < VES; i++) {
            commit(new VeId(FIRST + i));
        }
        turn();
    }

    private void happen() throws IOException {
        VeId veid = new VeId(FIRST + random.nextInt(VES));
        switch (random.nextInt(16)) {
            case 0, 1 -> commit(veid);
            case 2 -> remove(veid);
            case 3 -> breakFile(veid);
            case 4, 5 -> node.killInit(veid);
            case 6, 7 -> node.setNumproc(veid, 20 + random.nextInt(9));
            case 8 -> node.deleteLink(veid);
            case 9 -> kernel.fail(veid, ERRNOS.get(random.nextInt(ERRNOS.size())), 1);
            case 10 -> suspend(veid);
            case 11 -> source();
            case 12 -> kernel.dieAfter(random.nextInt(4));
            case 13 -> loop.cancel();
            default -> {}
        }
    }

    private void turn() throws IOException {
        Map<VeId, ObservedVe> before = kernel.observe().ves();
        kernel.tried();
        loop.turn(NodeEvents.NONE);
        if (kernel.isDead()) {
            kernel.restartWith(node.restart());
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
                        + "}\nstopTimeout: 5\nnetwork: {addresses: [10.101.50."
                        + veid
                        + "]}";
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
