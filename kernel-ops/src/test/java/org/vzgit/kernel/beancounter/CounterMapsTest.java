package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// What is written into the maps and read out of them, and what a VE's beancounter is made of.
class CounterMapsTest {
    private static final VeId WEB = new VeId(101);
    private static final VeId DB = new VeId(102);
    private static final long SEED = 20_261_122L;
    private static final Map<Beancounter, UbcLevel> PROVEN =
            Map.of(
                    Beancounter.NUMFILE, UbcLevel.ENFORCED,
                    Beancounter.SWAPPAGES, UbcLevel.COUNTED,
                    Beancounter.KMEMSIZE, UbcLevel.ENFORCED_WEAKER);

    @TempDir private Path ves;

    private final MemoryBpf kernel = new MemoryBpf();
    private CounterMaps maps;
    private KernelBeancounters beancounters;

    @BeforeEach
    void open() throws Exception {
        maps = kernel.maps();
        beancounters = new KernelBeancounters(maps, ves, PROVEN, Optional.empty());
        Files.createDirectory(ves.resolve("101"));
        Files.createDirectory(ves.resolve("102"));
    }

    private UbcRow row(VeId veid, Beancounter resource) throws OperationFailure {
        return Optional.ofNullable(beancounters.read().get(veid))
                .flatMap(rows -> Optional.ofNullable(rows.get(resource)))
                .orElseThrow();
    }

    private static BarrierLimit count(long barrier, long limit) {
        return new BarrierLimit(Limit.of(new Count(barrier)), Limit.of(new Count(limit)));
    }

    @Test
    void valuesHaveThreeNumbersAResourceAndTwoBehindTheName() {
        assertEquals(
                Map.of(
                        "counts",
                        21 * 24,
                        "sampled",
                        21 * 24,
                        "bounds",
                        8 + 21 * 16,
                        "ve_of_cgroup",
                        4,
                        "ve_of_userns",
                        4,
                        "control",
                        24),
                MemoryBpf.sizes());
    }

    @Test
    void mapsThatAreNotPinnedAreNotThere() {
        kernel.pinned = false;
        ErrnoException failure = assertThrows(ErrnoException.class, kernel::maps);
        assertEquals("bpf BPF_OBJ_GET /pins/counts: ENOENT", failure.getMessage());
    }

    @Test
    void closingClosesEveryMapOnce() {
        maps.close();
        maps.close();
        assertEquals(List.of(10, 11, 12, 13, 14, 15), kernel.closed);
    }

    @Test
    void aNewSlotHoldsNothingAndBoundsNothingWhateverWasThere() throws ErrnoException {
        kernel.put(
                CounterMaps.COUNTS,
                BpfRequest.numbers(7),
                MemoryBpf.filled(CounterMaps.COUNTS.valueBytes()));
        maps.begin(7, 101);
        assertEquals(101, maps.number(7));
        for (Beancounter resource : Beancounter.values()) {
            assertEquals(UbcRow.EMPTY, maps.row(7, resource));
        }
    }

    @Test
    void everyBoundHasItsOwnPlace() throws ErrnoException {
        maps.begin(3, 101);
        for (Beancounter resource : Beancounter.values()) {
            maps.bound(
                    3,
                    resource,
                    new Bounds(
                            CounterSlot.ROWS.indexOf(resource),
                            100 + CounterSlot.ROWS.indexOf(resource)));
        }
        for (Beancounter resource : Beancounter.values()) {
            assertEquals(
                    new Bounds(
                            CounterSlot.ROWS.indexOf(resource),
                            100 + CounterSlot.ROWS.indexOf(resource)),
                    maps.bounds(3, resource));
        }
        assertEquals(101, maps.number(3));
        assertEquals(0, maps.number(4));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 9, 2, 5, 9, 2",
        "9, 5, 0, 9, 9, 0",
        "-1, 0, 0, 0, 0, 0",
        "-3, 4, 1, 0, 4, 1",
        "9223372036854775807, 0, 0, 9223372036854775807, 9223372036854775807, 0"
    })
    void countersAreNeverNegativeAndMaxheldNeverBelowHeld(
            long held, long peak, long failcnt, long shown, long shownPeak, long shownFailcnt)
            throws ErrnoException {
        maps.begin(3, 101);
        kernel.count(3, Beancounter.NUMPTY, held, peak, failcnt);
        assertEquals(
                new UbcRow(shown, shownPeak, UbcRow.UNLIMITED, UbcRow.UNLIMITED, shownFailcnt),
                maps.row(3, Beancounter.NUMPTY));
        assertEquals(UbcRow.EMPTY, maps.row(3, Beancounter.NUMSIGINFO));
    }

    @Test
    void onlySlotsThatACgroupLeadsToAreInUse() throws ErrnoException {
        maps.begin(3, 101);
        assertEquals(Map.of(), maps.slots());
        maps.lead(77, 3);
        assertEquals(Map.of(101L, 3), maps.slots());
        assertTrue(maps.leads(77, 3));
        assertFalse(maps.leads(77, 4));
        assertFalse(maps.leads(78, 3));
    }

    @Test
    void endingASlotTakesEveryWayToItAndNoOther() throws ErrnoException {
        maps.begin(3, 101);
        maps.begin(4, 102);
        maps.lead(77, 3);
        maps.lead(78, 4);
        kernel.put(CounterMaps.NAMESPACES, BpfRequest.numbers(1), BpfRequest.numbers(3));
        kernel.put(CounterMaps.NAMESPACES, BpfRequest.numbers(2), BpfRequest.numbers(3));
        kernel.put(CounterMaps.NAMESPACES, BpfRequest.numbers(3), BpfRequest.numbers(4));
        maps.end(3);
        assertEquals(Map.of(102L, 4), maps.slots());
        assertEquals(1, kernel.size(CounterMaps.NAMESPACES));
        assertEquals(0, maps.number(3));
        maps.end(3);
        assertEquals(102, maps.number(4));
    }

    @Test
    void whatATrialFoundIsRememberedLevelByLevel() throws ErrnoException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<UbcLevel> proven =
                List.of(UbcLevel.ENFORCED, UbcLevel.ENFORCED_WEAKER, UbcLevel.COUNTED);
        for (int round = 0; round < 200; round++) {
            Map<Beancounter, UbcLevel> levels = new EnumMap<>(Beancounter.class);
            for (Beancounter resource : Beancounter.values()) {
                if (random.nextBoolean()) {
                    levels.put(resource, proven.get(random.nextInt(proven.size())));
                }
            }
            maps.remember(levels);
            assertEquals(levels, maps.remembered());
        }
    }

    @Test
    void levelsThatNoProgramCanHaveAreAbsentAfterwards() throws ErrnoException {
        maps.remember(
                Map.of(
                        Beancounter.NUMFILE, UbcLevel.ABSENT,
                        Beancounter.NUMPROC, UbcLevel.CGROUP,
                        Beancounter.NUMPTY, UbcLevel.PER_PROCESS));
        assertEquals(Map.of(), maps.remembered());
    }

    @Test
    void aNewGenerationKeepsLevelsAndLosses() throws ErrnoException {
        byte[] control = new byte[CounterMaps.CONTROL.valueBytes()];
        PinnedMap.ordered(control).putLong(16, 42);
        kernel.put(CounterMaps.CONTROL, BpfRequest.numbers(0), control);
        maps.remember(PROVEN);
        maps.activate(7);
        assertEquals(7, maps.generation());
        assertEquals(42, maps.lost());
        assertEquals(new TreeMap<>(PROVEN), maps.remembered());
    }

    @Test
    void aVeCountsFromWhenItIsOpened() throws OperationFailure {
        beancounters.open(WEB);
        assertEquals(
                Map.of(
                        WEB,
                        new TreeMap<>(
                                Map.of(
                                        Beancounter.NUMFILE, UbcRow.EMPTY,
                                        Beancounter.SWAPPAGES, UbcRow.EMPTY,
                                        Beancounter.KMEMSIZE, UbcRow.EMPTY))),
                beancounters.read());
    }

    @Test
    void openingAgainKeepsBoundsAndCounters() throws OperationFailure {
        beancounters.open(WEB);
        beancounters.set(WEB, Beancounter.NUMFILE, count(80, 100));
        kernel.count(CounterMaps.SLOTS - 1, Beancounter.NUMFILE, 57, 131, 2);
        beancounters.open(WEB);
        assertEquals(new UbcRow(57, 131, 80, 100, 2), row(WEB, Beancounter.NUMFILE));
    }

    @Test
    void aChangeOfBoundsTouchesNoCounter() throws OperationFailure {
        beancounters.open(WEB);
        kernel.count(CounterMaps.SLOTS - 1, Beancounter.NUMFILE, 57, 131, 2);
        beancounters.set(WEB, Beancounter.NUMFILE, count(1, 2));
        assertEquals(new UbcRow(57, 131, 1, 2, 2), row(WEB, Beancounter.NUMFILE));
        beancounters.set(
                WEB, Beancounter.NUMFILE, new BarrierLimit(Limit.NOT_MANAGED, Limit.UNLIMITED));
        assertEquals(new UbcRow(57, 131, 1, UbcRow.UNLIMITED, 2), row(WEB, Beancounter.NUMFILE));
    }

    @Test
    void theCgroupOfAnotherLifeBeginsAnew() throws Exception {
        beancounters.open(WEB);
        beancounters.set(WEB, Beancounter.NUMFILE, count(1, 2));
        Files.createDirectory(ves.resolve("new"));
        Files.delete(ves.resolve("101"));
        Files.move(ves.resolve("new"), ves.resolve("101"));
        beancounters.open(WEB);
        assertEquals(UbcRow.EMPTY, row(WEB, Beancounter.NUMFILE));
        assertEquals(1, kernel.size(CounterMaps.CGROUPS));
    }

    @Test
    void aSlotThatAnotherProcessGaveAwayIsLookedForAgain() throws Exception {
        beancounters.open(WEB);
        KernelBeancounters other =
                new KernelBeancounters(kernel.maps(), ves, PROVEN, Optional.empty());
        other.open(DB);
        other.close(WEB);
        assertEquals(Set.of(DB), beancounters.read().keySet());
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () -> beancounters.set(WEB, Beancounter.NUMFILE, count(1, 1)));
        assertEquals(
                "set numfile of VE 101 to 1: its beancounter is not open", failure.getMessage());
        assertEquals(FailureKind.GONE, failure.kind());
        beancounters.set(DB, Beancounter.NUMFILE, count(5, 6));
        assertEquals(5, row(DB, Beancounter.NUMFILE).barrier());
    }

    @Test
    void theSelfTestsSlotIsNoVe() throws Exception {
        maps.begin(9, Trial.NUMBER);
        maps.lead(1, 9);
        maps.begin(10, VeId.MIN - 1);
        maps.lead(2, 10);
        assertEquals(Map.of(), beancounters.read());
        maps.begin(11, VeId.MIN);
        maps.lead(3, 11);
        assertEquals(Set.of(WEB), beancounters.read().keySet());
    }

    @Test
    void closingIsIdempotentAndNeedsNoCgroup() throws Exception {
        beancounters.open(WEB);
        Files.delete(ves.resolve("101"));
        beancounters.close(WEB);
        beancounters.close(WEB);
        assertEquals(Map.of(), beancounters.read());
        assertEquals(0, kernel.size(CounterMaps.CGROUPS));
    }

    @ParameterizedTest
    @EnumSource(
            value = Beancounter.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NUMFILE", "SWAPPAGES", "KMEMSIZE"})
    void whatTheSelfTestDidNotFindCannotBeSet(Beancounter resource) throws Exception {
        beancounters.open(WEB);
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class, () -> beancounters.set(WEB, resource, count(1, 2)));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertEquals(
                "set " + resource.key() + " of VE 101 to 1:2: no kernel program counts it here",
                failure.getMessage());
    }

    @Test
    void aVeWithoutACgroupIsGone() {
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> beancounters.open(new VeId(999)));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals(
                "open the beancounter of VE 999: stat " + ves + "/999: ENOENT",
                failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource(value = Errno.class, mode = EnumSource.Mode.EXCLUDE, names = "ENOENT")
    void everyErrorOfTheKernelSaysWhatWasTried(Errno errno) {
        kernel.refusal = Optional.of(errno);
        String batch = ": bpf BPF_MAP_LOOKUP_BATCH: " + errno;
        fails(errno, "read the beancounters" + batch, () -> beancounters.read());
        fails(errno, "open the beancounter of VE 101" + batch, () -> beancounters.open(WEB));
        fails(errno, "close the beancounter of VE 101" + batch, () -> beancounters.close(WEB));
        fails(
                errno,
                "set numfile of VE 101 to 1:2" + batch,
                () -> beancounters.set(WEB, Beancounter.NUMFILE, count(1, 2)));
    }

    private static void fails(
            Errno errno, String message, org.junit.jupiter.api.function.Executable tried) {
        OperationFailure failure = assertThrows(OperationFailure.class, tried);
        assertEquals(message, failure.getMessage());
        assertEquals(errno.kind(), failure.kind());
    }
}
