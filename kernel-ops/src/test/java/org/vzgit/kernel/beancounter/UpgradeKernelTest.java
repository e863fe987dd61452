package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
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

/// A VE that works while bounds, agents and generations of the programs change.
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeKernelTest {
    private static final VeId VE = new VeId(101);
    private static final long SEED = 20_261_122L;
    private static final int STEPS = 150;

    private ScratchCounting kernel;
    private Probe probe;

    @BeforeAll
    void load() throws IOException {
        kernel = ScratchCounting.start("upgrade");
    }

    @AfterAll
    void unload() throws IOException {
        if (kernel != null) {
            kernel.close();
        }
    }

    @BeforeEach
    void start() throws IOException, OperationFailure {
        kernel.makeCgroup(VE);
        kernel.beancounters.open(VE);
        probe = kernel.probe(VE);
    }

    @AfterEach
    void close() throws OperationFailure {
        probe.close();
        kernel.beancounters.close(VE);
    }

    /// What a VE can do to its files and processes, and what happens to the node, at random, beside
    /// a model of some numbers.
    @Test
    void whateverHappensHeldIsWhatTheModelSays() throws Exception {
        Random random = new Random(SEED);
        Map<Step, Integer> own = new EnumMap<>(Step.class);
        long bound = Long.MAX_VALUE;
        long failures = 0;
        int upgrades = 0;
        begin(own);
        for (int i = 0; i < STEPS; i++) {
            Step step = Step.values()[random.nextInt(Step.values().length)];
            switch (random.nextInt(20)) {
                case 0, 1 -> {
                    bound = random.nextLong(5, 61);
                    set(Beancounter.NUMFILE, bound);
                }
                case 2 -> {
                    probe.close();
                    assertEquals(0, settled(Beancounter.NUMFILE));
                    probe = kernel.probe(VE);
                    begin(own);
                }
                case 3 -> {
                    try (KernelBeancounters found = kernel.find()) {
                        assertEquals(kernel.beancounters.levels(), found.levels());
                    }
                }
                case 4 -> {
                    if (upgrades < 1) {
                        kernel.upgrade("model" + upgrades++).close();
                    }
                }
                case 5 -> assertEquals(List.of(), kernel.beancounters.audit());
                case 6, 7, 8, 9 -> {
                    // A child has every file of its parent, too.
                    int children = own.getOrDefault(Step.FORK, 0);
                    assertEquals(children, probe.change("numproc", -children).done());
                    own.put(Step.FORK, 0);
                    int back = Math.min(random.nextInt(9), own.getOrDefault(step, 0));
                    assertEquals(back, probe.change(step.word, -back).done());
                    own.merge(step, -back, Integer::sum);
                }
                default -> {
                    int wanted = 1 + random.nextInt(6);
                    long room = Math.max(0, bound - held(own)) / Math.max(1, step.files);
                    int given = step.files == 0 ? wanted : (int) Math.min(room, wanted);
                    assertEquals(given, probe.change(step.word, wanted).done(), "step " + i);
                    own.merge(step, given, Integer::sum);
                    failures += given < wanted ? 1 : 0;
                }
            }
            long expected = held(own);
            for (int w = 0; w < 200 && row(Beancounter.NUMFILE).held() != expected; w++) {
                Thread.sleep(10);
            }
            assertEquals(expected, row(Beancounter.NUMFILE).held(), step + " at step " + i);
            assertEquals(failures, row(Beancounter.NUMFILE).failcnt(), step + " at step " + i);
        }
        assertTrue(failures > 0 && upgrades == 1, failures + " refusals");
        probe.close();
        nothingIsHeld();
    }

    /// What a process cannot catch.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /// Killed behind each step in turn. What each start has done stays, so the next comes further.
    @Test
    void anUpgradeThatIsKilledAnywhereLosesNothingAndTheNextStartFinishesIt() throws Exception {
        set(Beancounter.NUMFILE, 12);
        probe.change("numfile", 6);
        probe.change("socketpair", 2);
        long held = 6 + 4;
        long failures = 0;
        int before = kernel.pins.generations().lastKey();
        for (UpgradeStep step : UpgradeStep.values()) {
            // In the middle of what is done many times.
            int passes = step == UpgradeStep.GROUP_LOADED ? 3 : 1;
            assertThrows(Killed.class, () -> killedAt(step, passes), step::name);
            assertEquals(held, row(Beancounter.NUMFILE).held(), step::name);
            assertEquals(4, row(Beancounter.NUMOTHERSOCK).held(), step::name);
            assertEquals(new Probe.Answer(2, "ENFILE"), probe.change("numfile", 3), step::name);
            assertEquals(new UbcRow(12, 12, 12, 12, ++failures), row(Beancounter.NUMFILE));
            probe.change("numfile", -2);
            probe.change("socketpair", -1);
            probe.change("socketpair", 1);
            assertEquals(held, row(Beancounter.NUMFILE).held(), step::name);
        }
        try (KernelBeancounters next = kernel.upgrade("killed")) {
            assertEquals(kernel.beancounters.levels(), next.levels());
            assertEquals(List.of(), next.audit());
        }
        assertEquals(1, kernel.pins.generations().size());
        assertTrue(kernel.pins.generations().firstKey() > before);
        assertTrue(Files.readString(kernel.pins.table()).contains("numfile"));
        probe.close();
        nothingIsHeld();
    }

    /// Where it is by then nobody knows; that its first programs are pinned is seen.
    @Test
    void anUpgradingProcessThatIsKilledLosesNothing() throws Exception {
        Assumptions.assumeTrue(
                kernel.beancounters.levels().get(Beancounter.NUMFILE) == UbcLevel.ENFORCED,
                "a virtual machine more takes long where it is emulated: on one kernel only");
        set(Beancounter.NUMFILE, 8);
        probe.change("numfile", 5);
        Process upgrading = kernel.upgradingProcess("process");
        try {
            for (int i = 0; i < BEGIN_MAX && !begun() && upgrading.isAlive(); i++) {
                Thread.sleep(10);
            }
            assertTrue(begun(), "it has not begun to load");
        } finally {
            upgrading.destroyForcibly().waitFor();
        }
        assertEquals(137, upgrading.exitValue(), "it was killed before its end");
        assertEquals(new Probe.Answer(3, "ENFILE"), probe.change("numfile", 4));
        assertEquals(new UbcRow(8, 8, 8, 8, 1), row(Beancounter.NUMFILE));
        kernel.upgrade("process").close();
        assertEquals(1, kernel.pins.generations().size());
        probe.change("numfile", -8);
        assertEquals(0, row(Beancounter.NUMFILE).held());
    }

    /// A virtual machine's start took 8 s in the emulator; a minute.
    private static final int BEGIN_MAX = 6000;

    private boolean begun() throws IOException {
        for (Pins.Generation each : kernel.pins.generations().values()) {
            if (each.version().equals("process")) {
                try (Stream<Path> links = Files.list(each.directory())) {
                    return links.findAny().isPresent();
                }
            }
        }
        return false;
    }

    private void killedAt(UpgradeStep step, int passes) throws OperationFailure {
        int[] left = {passes};
        kernel.upgrade(
                        "killed",
                        passed -> {
                            if (passed == step && --left[0] == 0) {
                                throw new Killed();
                            }
                        })
                .close();
    }

    /// With a way to send files by: two sockets.
    private void begin(Map<Step, Integer> own) throws OperationFailure {
        own.clear();
        assertEquals(1, probe.change("sent", 1).done());
        own.put(Step.SENT, 1);
    }

    private static final int WAY = 2;

    /// What the probe can do, and how many files one of it is.
    private enum Step {
        FILE("numfile", 1),
        PIPE("pipe", 2),
        SENT("sent", 1),
        FORK("numproc", 0);

        final String word;
        final int files;

        Step(String word, int files) {
            this.word = word;
            this.files = files;
        }
    }

    private static long held(Map<Step, Integer> own) {
        long files = WAY;
        for (Map.Entry<Step, Integer> each : own.entrySet()) {
            files += (long) each.getValue() * each.getKey().files;
        }
        return files;
    }

    private void nothingIsHeld() throws Exception {
        for (Beancounter resource :
                List.of(
                        Beancounter.NUMFILE,
                        Beancounter.NUMTCPSOCK,
                        Beancounter.NUMOTHERSOCK,
                        Beancounter.PRIVVMPAGES)) {
            assertEquals(0, settled(resource), resource.key());
        }
    }

    private long settled(Beancounter resource) throws Exception {
        for (int i = 0; i < 200 && row(resource).held() != 0; i++) {
            Thread.sleep(10);
        }
        return row(resource).held();
    }

    private UbcRow row(Beancounter resource) throws OperationFailure {
        UbcRow row =
                kernel.beancounters
                        .read()
                        .getOrDefault(VE, Collections.emptySortedMap())
                        .get(resource);
        return row != null ? row : Assumptions.abort(resource.key() + " is not counted here");
    }

    private void set(Beancounter resource, long value) throws OperationFailure {
        kernel.beancounters.set(VE, resource, BarrierLimit.both(Limit.of(new Count(value))));
    }
}
