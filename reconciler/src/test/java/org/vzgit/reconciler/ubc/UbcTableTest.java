package org.vzgit.reconciler.ubc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

final class UbcTableTest {
    private static final VeId VE = new VeId(101);
    private static final VeId OTHER = new VeId(102);

    @TempDir private Path directory;

    private static UbcRow row(long held, long maxheld, long bound, long failcnt) {
        return new UbcRow(held, maxheld, bound, bound, failcnt);
    }

    private static UbcTable table(VeId veid, Beancounter resource, UbcRow row) {
        return new UbcTable(new TreeMap<>(Map.of(veid, new TreeMap<>(Map.of(resource, row)))));
    }

    private static UbcTable numproc(UbcRow row) {
        return table(VE, Beancounter.NUMPROC, row);
    }

    /// Every row different, so that one in the wrong place is seen.
    static UbcTable full() {
        SortedMap<VeId, SortedMap<Beancounter, UbcRow>> ves = new TreeMap<>();
        for (VeId veid : List.of(VE, OTHER)) {
            SortedMap<Beancounter, UbcRow> rows = new TreeMap<>();
            long n = veid.value() * 100L;
            for (Beancounter resource : Beancounter.values()) {
                n++;
                rows.put(resource, new UbcRow(n, n + 1, n + 2, Long.MAX_VALUE, n + 3));
            }
            ves.put(veid, rows);
        }
        return new UbcTable(ves);
    }

    @Test
    void aTableReadsBackAsItWasWritten() {
        assertEquals(full(), UbcTable.parse(full().resources()));
        assertEquals(UbcTable.EMPTY, UbcTable.parse(UbcTable.EMPTY.resources()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmemsize 1 2 3 4", "1: 2: kmemsize 1 2 3 4 5", "nmproc 1 2 3 4 5"})
    void damagedTextIsNeverTakenForATable(String line) {
        assertThrows(
                IllegalArgumentException.class,
                () -> UbcTable.parse("Version: 2.5\nheader\n" + line));
    }

    @Test
    void oneVeStandsAlone() {
        assertEquals(java.util.Set.of(OTHER), full().only(OTHER).ves().keySet());
        assertEquals(21, full().resourcesOf(VE).lines().count());
        assertTrue(full().resourcesOf(VE).startsWith("            kmemsize  "));
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 1})
    void aRowAtItsShareIsQuiet(long held) {
        assertTrue(numproc(row(held, 80, 100, 0)).inTrouble(Trouble.DEFAULT).isEmpty());
    }

    @Test
    void aRowAboveAShareOrWithARefusalIsInTrouble() {
        assertFalse(numproc(row(51, 51, 100, 0)).inTrouble(Trouble.DEFAULT).isEmpty());
        assertFalse(numproc(row(0, 81, 100, 0)).inTrouble(Trouble.DEFAULT).isEmpty());
        assertFalse(numproc(row(0, 0, 100, 1)).inTrouble(Trouble.DEFAULT).isEmpty());
        assertFalse(numproc(row(1, 1, 0, 0)).inTrouble(Trouble.DEFAULT).isEmpty());
    }

    @Test
    void whatHasNoBoundIsInTroubleOnlyWhenItFailed() {
        long none = UbcRow.UNLIMITED;
        assertTrue(numproc(row(9, 9, none, 0)).inTrouble(Trouble.DEFAULT).isEmpty());
        assertFalse(numproc(row(9, 9, none, 2)).inTrouble(Trouble.DEFAULT).isEmpty());
    }

    @Test
    void aResourceWithALimitOnlyIsComparedWithThat() {
        UbcRow ram = new UbcRow(60, 60, 0, 100, 0);
        Trouble seventy = new Trouble(0.7, 0.7);
        assertTrue(table(VE, Beancounter.PHYSPAGES, ram).inTrouble(seventy).isEmpty());
    }

    @Test
    void aShareAboveOneIsInPercent() {
        assertEquals(0.9, Trouble.share(90));
        assertEquals(0.9, Trouble.share(0.9));
        assertEquals(1, Trouble.share(1));
        assertThrows(IllegalArgumentException.class, () -> new Trouble(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Trouble(1, Double.NaN));
    }

    @Test
    void failcntCountsFromAnEarlierLook() {
        UbcTable before = numproc(row(1, 1, 9, 40));
        assertEquals(numproc(row(2, 2, 9, 2)), numproc(row(2, 2, 9, 42)).since(before));
        assertEquals(numproc(row(2, 2, 9, 42)), numproc(row(2, 2, 9, 42)).since(UbcTable.EMPTY));
    }

    @Test
    void aFailcntOfAnEarlierLifeCountsForNothing() {
        UbcTable before = numproc(row(1, 1, 9, 40));
        assertEquals(numproc(row(2, 2, 9, 3)), numproc(row(2, 2, 9, 3)).since(before));
    }

    @Test
    void aDifferenceShowsOnlyWhatMoved() {
        UbcTable before = numproc(row(5, 5, 9, 0));
        assertEquals("", UbcDifference.text(before, before));
        String text = UbcDifference.text(before, numproc(row(3, 5, 9, 2)));
        assertEquals(2, text.lines().count());
        assertTrue(text.contains("3 (-2)"), text);
        assertTrue(text.contains("2 (+2)"), text);
        assertTrue(UbcDifference.text(UbcTable.EMPTY, before).contains("5 (+5)"));
    }

    @Test
    void rowsInTroubleStandUnderTheSameHeader() {
        UbcTable two = full().inTrouble(Trouble.DEFAULT);
        assertEquals(1 + 2 * 21, two.rows().lines().count());
        String some = numproc(row(9, 9, 9, 1)).rows();
        assertEquals(2, some.lines().count());
        assertTrue(some.lines().toList().get(1).startsWith("      101:  numproc  "), some);
    }

    @Test
    void levelsNameEveryResource() {
        TreeMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        Iterator<Beancounter> resources = List.of(Beancounter.values()).iterator();
        for (UbcLevel level : UbcLevel.values()) {
            levels.put(resources.next(), level);
        }
        String text = UbcLevels.text(levels);
        assertEquals(1 + UbcLevel.values().length, text.lines().count());
        for (UbcLevel level : UbcLevel.values()) {
            assertTrue(text.contains(" " + level.text() + " "), text);
            assertTrue(UbcLevels.json(levels).contains("\"" + level.text() + "\""));
        }
    }

    @Test
    void theLastLookIsRemembered() throws Exception {
        UbcSnapshots snapshots = new UbcSnapshots(directory.resolve("ubc"));
        assertEquals(Optional.empty(), snapshots.last());
        snapshots.keepLast(full());
        assertEquals(Optional.of(full()), snapshots.last());
    }

    @Test
    void aCommitBeginsWhereItWasFirstSeen() throws Exception {
        UbcSnapshots snapshots = new UbcSnapshots(directory);
        snapshots.keep("3f2a91c0", numproc(row(1, 1, 9, 1)));
        snapshots.keep("3f2a91c0", numproc(row(1, 1, 9, 2)));
        assertEquals(1L, failcnt(snapshots.at("3f2a")));
        assertEquals(Optional.empty(), snapshots.at("4444"));
    }

    private static long failcnt(Optional<UbcTable> table) {
        return table.flatMap(t -> t.row(VE, Beancounter.NUMPROC)).orElseThrow().failcnt();
    }

    @Test
    void anAmbiguousOrImpossibleCommitIsRefused() throws Exception {
        UbcSnapshots snapshots = new UbcSnapshots(directory);
        snapshots.keep("3f2a91c0", UbcTable.EMPTY);
        snapshots.keep("3f2a91c1", UbcTable.EMPTY);
        assertThrows(IllegalArgumentException.class, () -> snapshots.at("3f2a"));
        assertThrows(IllegalArgumentException.class, () -> snapshots.at("../last"));
        assertThrows(IllegalArgumentException.class, () -> snapshots.at("3f2"));
    }

    @Test
    void whatIsNoCommitIsNotKept() throws Exception {
        UbcSnapshots snapshots = new UbcSnapshots(directory);
        snapshots.keep("directory", full());
        assertEquals(0, files());
    }

    @Test
    void theOldestCommitGoesWhenThereAreTooMany() throws Exception {
        UbcSnapshots snapshots = new UbcSnapshots(directory);
        for (int i = 0; i < UbcSnapshots.COMMITS_MAX; i++) {
            String commit = "%08x".formatted(0xabc000 + i);
            snapshots.keep(commit, UbcTable.EMPTY);
            Files.setLastModifiedTime(directory.resolve(commit), FileTime.fromMillis(1000L * i));
        }
        assertEquals(UbcSnapshots.COMMITS_MAX, files());
        snapshots.keep("ffffffff", UbcTable.EMPTY);
        assertEquals(UbcSnapshots.COMMITS_MAX, files());
        assertEquals(Optional.empty(), snapshots.at("00abc000"));
        assertTrue(snapshots.at("00abc001").isPresent());
    }

    @Test
    void aDamagedSnapshotIsReportedAndNotTakenForNone() throws Exception {
        Files.writeString(directory.resolve("last"), "Version: 2.5\nheader\nnonsense\n");
        var failure =
                assertThrows(java.io.IOException.class, () -> new UbcSnapshots(directory).last());
        assertTrue(String.valueOf(failure.getMessage()).contains("nonsense"));
    }

    private long files() throws Exception {
        try (var all = Files.list(directory)) {
            return all.count();
        }
    }
}
