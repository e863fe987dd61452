package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// What goes on when processes of ours end, begin again, and are of another version.
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurvivalKernelTest {
    private static final VeId VE = new VeId(101);
    private static final VeId OTHER = new VeId(102);

    private ScratchCounting kernel;
    private Probe probe;

    @BeforeAll
    void load() throws IOException {
        kernel = ScratchCounting.start("survive");
    }

    @AfterAll
    void unload() throws IOException {
        if (kernel != null) {
            kernel.close();
        }
    }

    @BeforeEach
    void open() throws IOException, OperationFailure {
        kernel.makeCgroup(VE);
        kernel.beancounters.open(VE);
        probe = kernel.probe(VE);
    }

    @AfterEach
    void close() throws OperationFailure {
        probe.close();
        kernel.beancounters.close(VE);
    }

    @Test
    void whoeverOnlyLooksSeesLevelsBoundsAndRefusals() throws Exception {
        bound(VE, 4);
        assertEquals(new Probe.Answer(4, "ENFILE"), probe.change("numfile", 9));
        try (KernelBeancounters found = kernel.find()) {
            assertEquals(kernel.beancounters.levels(), found.levels());
            assertEquals(
                    new UbcRow(4, 4, 4, 4, 1),
                    found.read()
                            .getOrDefault(VE, Collections.emptySortedMap())
                            .get(Beancounter.NUMFILE));
        }
        assertEquals(new Probe.Answer(0, "ENFILE"), probe.change("numfile", 1));
    }

    @Test
    void startingAgainLoadsNothingAndKeepsEverything() throws Exception {
        Set<Integer> before = Set.copyOf(kernel.pins.generations().keySet());
        probe.change("numfile", 3);
        try (KernelBeancounters again = kernel.start()) {
            assertEquals(kernel.beancounters.levels(), again.levels());
        }
        assertEquals(before, kernel.pins.generations().keySet());
        assertEquals(3, row(VE).held());
    }

    @Test
    void anotherGenerationTakesOverWithWhatIsHeld() throws Exception {
        Assumptions.assumeTrue(
                kernel.beancounters.levels().get(Beancounter.NUMFILE) == UbcLevel.ENFORCED,
                "this kernel has one kind of hooks only");
        bound(VE, 10);
        probe.change("numfile", 5);
        int before = kernel.pins.generations().lastKey();
        try (KernelBeancounters next = kernel.start(Hooks.FUNCTIONS)) {
            assertEquals(UbcLevel.ENFORCED_WEAKER, next.levels().get(Beancounter.NUMFILE));
            assertEquals(Set.of(before + 1), kernel.pins.generations().keySet());
            assertEquals(5, row(VE).held());
            assertEquals(new Probe.Answer(5, "ENFILE"), probe.change("numfile", 6));
            assertEquals(new UbcRow(10, 10, 10, 10, 1), row(VE));
            probe.change("numfile", -10);
            assertEquals(0, row(VE).held());
        }
        try (KernelBeancounters back = kernel.start()) {
            assertEquals(kernel.beancounters.levels(), back.levels());
            assertEquals(Set.of(before + 2), kernel.pins.generations().keySet());
        }
    }

    @Test
    void aReaderInAVeSeesItsOwnBlockOnly() throws Exception {
        kernel.makeCgroup(OTHER);
        kernel.beancounters.open(OTHER);
        try {
            assertEquals(List.of("102:", "101:"), blocks("exec cat " + kernel.pins.table()));
            String join = "echo 0 > " + kernel.ves.resolve("101/cgroup.procs") + "; ";
            assertEquals(
                    List.of("101:"),
                    blocks(
                            join
                                    + "exec unshare --user --map-root-user cat "
                                    + kernel.pins.table()));
        } finally {
            kernel.beancounters.close(OTHER);
        }
    }

    private static List<String> blocks(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text.lines()
                .filter(line -> line.contains(":  "))
                .map(line -> line.strip().split(" ")[0])
                .toList();
    }

    /// Takes, gives, bounds, kills and restarts at random, beside a model of one line each.
    @Test
    void randomUseIsWhatTheModelSays() throws Exception {
        Random random = new Random(20261122);
        Map<Beancounter, Long> bounds = new HashMap<>();
        Map<Beancounter, Long> held = new HashMap<>();
        Map<Beancounter, Long> failures = new HashMap<>();
        List<Beancounter> resources =
                List.of(Beancounter.NUMFILE, Beancounter.NUMFLOCK, Beancounter.NUMSIGINFO);
        // The file that is locked is a file too.
        probe.change("numflock", 1);
        probe.change("numflock", -1);
        long files = row(VE).held();
        resources.forEach(each -> held.put(each, each == Beancounter.NUMFILE ? files : 0));
        for (int step = 0; step < 400; step++) {
            Beancounter resource = resources.get(random.nextInt(resources.size()));
            long now = held.getOrDefault(resource, 0L);
            switch (random.nextInt(8)) {
                case 0 -> {
                    long value = random.nextLong(1, 41);
                    bounds.put(resource, value);
                    set(VE, resource, value);
                }
                case 1, 2 -> {
                    int back = (int) Math.min(random.nextInt(12), now - own(resource, files));
                    probe.change(resource.key(), -back);
                    held.put(resource, now - back);
                }
                case 3 -> {
                    try (KernelBeancounters found = kernel.find()) {
                        assertEquals(kernel.beancounters.read().keySet(), found.read().keySet());
                    }
                }
                default -> {
                    int wanted = 1 + random.nextInt(9);
                    long room = bounds.getOrDefault(resource, Long.MAX_VALUE) - now;
                    long given = Math.clamp(room, 0, wanted);
                    assertEquals(given, probe.change(resource.key(), wanted).done());
                    held.put(resource, now + given);
                    failures.merge(resource, given < wanted ? 1L : 0L, Long::sum);
                }
            }
            UbcRow row = row(VE, resource);
            assertEquals(held.get(resource), row.held(), resource + " at step " + step);
            assertEquals(failures.getOrDefault(resource, 0L), row.failcnt(), "step " + step);
        }
        probe.close();
        for (Beancounter resource : resources) {
            for (int i = 0; i < 200 && row(VE, resource).held() != 0; i++) {
                Thread.sleep(10);
            }
            assertEquals(0, row(VE, resource).held(), resource.key());
        }
        assertTrue(failures.getOrDefault(Beancounter.NUMFILE, 0L) > 0);
    }

    private static final int CROWD = 4;
    private static final int CROWD_STEPS = 60;
    private static final long FILES_BOUND = 60;
    private static final long SOCKETS_BOUND = 20;

    /// What one of several processes holds at its end, and how often it was refused.
    private record Share(int files, int sockets, int noFile, int noSocket) {}

    @Test
    void processesThatRaceForTheLastOnesGetNoMoreThanThereIs() throws Exception {
        set(VE, Beancounter.NUMFILE, FILES_BOUND);
        set(VE, Beancounter.NUMOTHERSOCK, SOCKETS_BOUND);
        List<Probe> crowd = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CROWD)) {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(kernel.probe(VE));
            }
            List<Future<Share>> running = new ArrayList<>();
            for (Probe each : crowd) {
                running.add(threads.submit(() -> race(each, crowd.indexOf(each))));
            }
            List<Share> shares = new ArrayList<>();
            for (Future<Share> each : running) {
                shares.add(each.get());
            }
            int sockets = shares.stream().mapToInt(Share::sockets).sum();
            int files = sockets + shares.stream().mapToInt(Share::files).sum();
            int noFile = shares.stream().mapToInt(Share::noFile).sum();
            int noSocket = shares.stream().mapToInt(Share::noSocket).sum();
            assertEquals(new UbcRow(files, FILES_BOUND, FILES_BOUND, FILES_BOUND, noFile), row(VE));
            assertEquals(
                    new UbcRow(sockets, SOCKETS_BOUND, SOCKETS_BOUND, SOCKETS_BOUND, noSocket),
                    row(VE, Beancounter.NUMOTHERSOCK));
            assertTrue(noFile > 0 && noSocket > 0, noFile + " and " + noSocket);
        } finally {
            crowd.forEach(Probe::close);
        }
        for (Beancounter resource : List.of(Beancounter.NUMFILE, Beancounter.NUMOTHERSOCK)) {
            for (int i = 0; i < 200 && row(VE, resource).held() != 0; i++) {
                Thread.sleep(10);
            }
            assertEquals(0, row(VE, resource).held(), resource.key());
        }
    }

    private static Share race(Probe probe, int seed) throws OperationFailure {
        Random random = new Random(seed);
        Share share = new Share(0, 0, 0, 0);
        for (int i = 0; i < CROWD_STEPS; i++) {
            boolean socket = random.nextBoolean();
            int held = socket ? share.sockets() : share.files();
            int wanted = 1 + random.nextInt(socket ? 6 : 15);
            boolean back = random.nextInt(3) == 0;
            Probe.Answer answer =
                    probe.change(
                            socket ? "numothersock" : "numfile",
                            back ? -Math.min(held, wanted) : wanted);
            int change = back ? -answer.done() : answer.done();
            share =
                    new Share(
                            share.files() + (socket ? 0 : change),
                            share.sockets() + (socket ? change : 0),
                            share.noFile() + (answer.errno().equals("ENFILE") ? 1 : 0),
                            share.noSocket() + (answer.errno().equals("ENOBUFS") ? 1 : 0));
        }
        return share;
    }

    private static long own(Beancounter resource, long files) {
        return resource == Beancounter.NUMFILE ? files : 0;
    }

    private UbcRow row(VeId veid) throws OperationFailure {
        return row(veid, Beancounter.NUMFILE);
    }

    private UbcRow row(VeId veid, Beancounter resource) throws OperationFailure {
        UbcRow row =
                kernel.beancounters
                        .read()
                        .getOrDefault(veid, Collections.emptySortedMap())
                        .get(resource);
        return row != null ? row : Assumptions.abort(resource.key() + " is not counted here");
    }

    private void bound(VeId veid, long value) throws OperationFailure {
        set(veid, Beancounter.NUMFILE, value);
    }

    private void set(VeId veid, Beancounter resource, long value) throws OperationFailure {
        kernel.beancounters.set(veid, resource, BarrierLimit.both(Limit.of(new Count(value))));
    }
}
