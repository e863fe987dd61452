package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// The port on real maps, where nothing charges: what it writes and reads.
@Tag("kernel")
class KernelBeancountersKernelTest {
    private static final VeId WEB = new VeId(101);
    private static final VeId DB = new VeId(102);
    private static final Map<Beancounter, UbcLevel> PROVEN =
            Map.of(
                    Beancounter.NUMFILE, UbcLevel.ENFORCED,
                    Beancounter.PRIVVMPAGES, UbcLevel.ENFORCED_WEAKER,
                    Beancounter.LOCKEDPAGES, UbcLevel.COUNTED);

    private ScratchMaps scratch;
    private KernelBeancounters beancounters;

    @BeforeEach
    void open() throws Exception {
        scratch = ScratchMaps.make();
        beancounters = new KernelBeancounters(scratch.maps, scratch.ves, PROVEN, Optional.empty());
        Files.createDirectory(scratch.ves.resolve("101"));
        Files.createDirectory(scratch.ves.resolve("102"));
    }

    @AfterEach
    void close() throws Exception {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void aNewBeancounterHoldsNothingAndHasNoBounds() throws OperationFailure {
        beancounters.open(WEB);
        assertEquals(
                Map.of(
                        WEB,
                        new TreeMap<>(
                                Map.of(
                                        Beancounter.NUMFILE, UbcRow.EMPTY,
                                        Beancounter.PRIVVMPAGES, UbcRow.EMPTY,
                                        Beancounter.LOCKEDPAGES, UbcRow.EMPTY))),
                beancounters.read());
    }

    @Test
    void everyResourceHasALevel() {
        assertEquals(Set.of(Beancounter.values()), beancounters.levels().keySet());
        assertEquals(UbcLevel.ABSENT, beancounters.levels().get(Beancounter.KMEMSIZE));
    }

    @Test
    void boundsAreSetEachForItself() throws OperationFailure {
        beancounters.open(WEB);
        set(WEB, Beancounter.NUMFILE, count(80), count(100));
        assertBounds(80, 100, WEB);
        set(WEB, Beancounter.NUMFILE, Limit.NOT_MANAGED, count(90));
        assertBounds(80, 90, WEB);
        set(WEB, Beancounter.NUMFILE, Limit.UNLIMITED, Limit.NOT_MANAGED);
        assertBounds(UbcRow.UNLIMITED, 90, WEB);
    }

    @Test
    void oneVesBoundsAreNotAnothers() throws OperationFailure {
        beancounters.open(WEB);
        beancounters.open(DB);
        set(WEB, Beancounter.NUMFILE, count(1), count(1));
        assertBounds(1, 1, WEB);
        assertBounds(UbcRow.UNLIMITED, UbcRow.UNLIMITED, DB);
    }

    @Test
    void openingAgainKeepsWhatIsThere() throws OperationFailure {
        beancounters.open(WEB);
        set(WEB, Beancounter.NUMFILE, count(7), count(7));
        beancounters.open(WEB);
        assertBounds(7, 7, WEB);
        assertEquals(1, beancounters.read().size());
    }

    @Test
    void aVeThatWasMadeAnewBeginsAnew() throws Exception {
        beancounters.open(WEB);
        set(WEB, Beancounter.NUMFILE, count(7), count(7));
        // Before the old one goes, so that the new one has another inode.
        Files.createDirectory(scratch.ves.resolve("new"));
        Files.delete(scratch.ves.resolve("101"));
        Files.move(scratch.ves.resolve("new"), scratch.ves.resolve("101"));
        beancounters.open(WEB);
        assertBounds(UbcRow.UNLIMITED, UbcRow.UNLIMITED, WEB);
        assertEquals(1, beancounters.read().size());
    }

    @Test
    void closingEndsItAndClosingAgainIsNoError() throws Exception {
        beancounters.open(WEB);
        beancounters.close(WEB);
        assertTrue(beancounters.read().isEmpty());
        beancounters.close(WEB);
        Files.delete(scratch.ves.resolve("101"));
        beancounters.close(WEB);
    }

    @Test
    void aVeWithoutACgroupCannotBeOpened() {
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> beancounters.open(new VeId(999)));
        assertEquals(FailureKind.GONE, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith("open the beancounter of VE 999: stat "),
                failure.getMessage());
    }

    @Test
    void whatNoProgramCountsCannotBeSet() throws OperationFailure {
        beancounters.open(WEB);
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () ->
                                beancounters.set(
                                        WEB,
                                        Beancounter.KMEMSIZE,
                                        BarrierLimit.both(Limit.of(new Bytes(1 << 20)))));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertEquals(
                "set kmemsize of VE 101 to 1M: no kernel program counts it here",
                failure.getMessage());
    }

    @Test
    void aVeThatIsNotOpenCannotBeBounded() {
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () -> set(WEB, Beancounter.NUMFILE, count(1), count(1)));
        assertEquals(FailureKind.GONE, failure.kind());
    }

    @Test
    void anotherProcessSeesTheSame() throws Exception {
        beancounters.open(WEB);
        set(WEB, Beancounter.NUMFILE, count(5), count(6));
        scratch.maps.remember(PROVEN);
        try (CounterMaps again =
                CounterMaps.open(new org.vzgit.kernel.sys.JnrSyscalls(), scratch.pins.maps())) {
            KernelBeancounters other =
                    new KernelBeancounters(
                            again, scratch.ves, again.remembered(), Optional.empty());
            assertEquals(beancounters.levels(), other.levels());
            assertEquals(beancounters.read(), other.read());
        }
    }

    @Test
    void aGenerationIsActivatedInOneStepAndNothingElseChanges() throws ErrnoException {
        scratch.maps.remember(PROVEN);
        assertEquals(0, scratch.maps.generation());
        scratch.maps.activate(3);
        assertEquals(3, scratch.maps.generation());
        assertEquals(new TreeMap<>(PROVEN), scratch.maps.remembered());
        assertEquals(0, scratch.maps.lost());
    }

    @Test
    void theKernelPrintsTheTable() throws Exception {
        beancounters.open(WEB);
        set(WEB, Beancounter.NUMFILE, count(80), count(100));
        List<String> lines = table();
        assertEquals("Version: 2.5", lines.get(0));
        assertEquals(
                "       uid  resource                     held              maxheld"
                        + "              barrier                limit              failcnt",
                lines.get(1));
        assertEquals(2 + 24, lines.size());
        assertEquals(
                "      101:  kmemsize                        0                    0"
                        + "  9223372036854775807  9223372036854775807                    0",
                lines.get(2));
        assertEquals(
                "            numfile                         0                    0"
                        + "                   80                  100                    0",
                lines.get(2 + 19));
        assertFalse(lines.stream().anyMatch(line -> line.contains("swappages")));
        assertEquals(4, lines.stream().filter(line -> line.contains(" dummy ")).count());
    }

    @Test
    void theTableShowsWhatOtherSourcesCountAndKeepsWhatProgramsDo() throws Exception {
        beancounters.open(WEB);
        beancounters.open(DB);
        set(WEB, Beancounter.NUMFILE, count(80), count(100));
        UbcRow pages = new UbcRow(1234, 2345, 0, 4096, 3);
        beancounters.show(
                Map.of(
                        WEB,
                        new TreeMap<>(
                                Map.of(
                                        Beancounter.PHYSPAGES, pages,
                                        Beancounter.NUMFILE, pages)),
                        new VeId(999),
                        new TreeMap<>(Map.of(Beancounter.PHYSPAGES, pages))));
        List<String> lines = table();
        assertEquals(2 + 2 * 24, lines.size());
        // WEB is older, so its block is the second.
        assertEquals(
                "            physpages                    1234                 2345"
                        + "                    0                 4096                    3",
                lines.get(2 + 24 + 6));
        assertEquals(
                "            physpages                       0                    0"
                        + "  9223372036854775807  9223372036854775807                    0",
                lines.get(2 + 6));
        assertEquals(
                "            numfile                         0                    0"
                        + "                   80                  100                    0",
                lines.get(2 + 24 + 19));
        assertBounds(80, 100, WEB);
    }

    @Test
    void theTableShowsTheNewestVeFirst() throws Exception {
        beancounters.open(DB);
        beancounters.open(WEB);
        assertEquals(
                List.of("101:", "102:"),
                table().stream()
                        .filter(line -> line.contains(":  "))
                        .map(line -> line.strip().split(" ")[0])
                        .toList());
    }

    @Test
    void aThousandBoundsAndATableOfAThousandVesWork() throws Exception {
        for (int number = 1000; number < 2000; number++) {
            Files.createDirectory(scratch.ves.resolve(Integer.toString(number)));
            beancounters.open(new VeId(number));
        }
        long begin = System.nanoTime();
        for (int number = 1000; number < 2000; number++) {
            set(new VeId(number), Beancounter.NUMFILE, count(number), count(number));
        }
        long bounded = System.nanoTime();
        Map<VeId, ?> all = beancounters.read();
        long read = System.nanoTime();
        assertEquals(1000, all.size());
        assertEquals(1000 * 24 + 2, table().size());
        System.out.printf(
                "1,000 bounds: %.1f ms; counters of 1,000 VEs: %.1f ms%n",
                (bounded - begin) / 1e6, (read - bounded) / 1e6);
    }

    private List<String> table() throws IOException {
        return Files.readAllLines(scratch.pins.table());
    }

    private void assertBounds(long barrier, long limit, VeId veid) throws OperationFailure {
        UbcRow row =
                beancounters
                        .read()
                        .getOrDefault(veid, Collections.emptySortedMap())
                        .getOrDefault(Beancounter.NUMFILE, new UbcRow(0, 0, 0, 0, 0));
        assertEquals(List.of(barrier, limit), List.of(row.barrier(), row.limit()));
    }

    private static Limit count(long value) {
        return Limit.of(new Count(value));
    }

    private void set(VeId veid, Beancounter resource, Limit barrier, Limit limit)
            throws OperationFailure {
        beancounters.set(veid, resource, new BarrierLimit(barrier, limit));
    }
}
