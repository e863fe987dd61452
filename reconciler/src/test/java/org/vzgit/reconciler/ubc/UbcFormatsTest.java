package org.vzgit.reconciler.ubc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// What people and programs get to see of beancounters, byte for byte.
final class UbcFormatsTest {
    private static final VeId WEB = new VeId(101);
    private static final VeId DB = new VeId(102);
    private static final VeId LAST = new VeId(VeId.MAX);
    private static final long NONE = UbcRow.UNLIMITED;
    private static final long SEED = 20_261_122L;
    private static final UbcRow PRIVVM = new UbcRow(41_877, 65_533, 65_536, 69_632, 37);
    private static final UbcRow RAM = new UbcRow(9, 10, 0, NONE, 0);

    @TempDir private Path directory;

    private static UbcTable table(Map<VeId, Map<Beancounter, UbcRow>> ves) {
        SortedMap<VeId, SortedMap<Beancounter, UbcRow>> all = new TreeMap<>();
        ves.forEach((veid, rows) -> all.put(veid, new TreeMap<>(rows)));
        return new UbcTable(all);
    }

    private static UbcTable one(Beancounter resource, UbcRow row) {
        return table(Map.of(WEB, Map.of(resource, row)));
    }

    private static UbcTable two() {
        return table(
                Map.of(
                        WEB,
                        Map.of(Beancounter.PRIVVMPAGES, PRIVVM, Beancounter.PHYSPAGES, RAM),
                        DB,
                        Map.of(Beancounter.NUMFILE, UbcRow.EMPTY)));
    }

    private static ObservedVe ve(VeId veid, Reading<PrivateArea> area) {
        return new ObservedVe(
                veid,
                area,
                Reading.absent(),
                Reading.absent(),
                Reading.absent(),
                Reading.present(new TreeMap<>(Map.of(Beancounter.NUMFILE, UbcRow.EMPTY))));
    }

    private static ObservedNode node(ObservedVe... ves) {
        TreeMap<VeId, ObservedVe> all = new TreeMap<>();
        for (ObservedVe ve : ves) {
            all.put(ve.veid(), ve);
        }
        return new ObservedNode(
                new Features(
                        "6.18",
                        Map.of(),
                        1,
                        new TreeMap<>(
                                Map.of(
                                        Beancounter.PRIVVMPAGES, UbcLevel.ENFORCED_WEAKER,
                                        Beancounter.PHYSPAGES, UbcLevel.CGROUP))),
                all,
                new TreeSet<>(),
                new TreeMap<>());
    }

    private static Reading<PrivateArea> named(String name) {
        OwnerMark mark =
                new OwnerMark(
                        "ves",
                        new VeName(name),
                        new TemplateRef(new TemplateName("busybox"), "1"),
                        new Revision("1111111", "ann"),
                        DeletionPolicy.RETAIN);
        return Reading.present(new PrivateArea(1 << 20, Reading.present(mark)));
    }

    @Test
    void rowsStandInTheKernelsColumns() {
        assertEquals(
                "       uid  resource                     held              maxheld"
                        + "              barrier                limit              failcnt\n"
                        + "      101:  privvmpages                 41877                65533"
                        + "                65536                69632                   37\n"
                        + "            physpages                       9                   10"
                        + "                    0  9223372036854775807                    0\n"
                        + "      102:  numfile                         0                    0"
                        + "  9223372036854775807  9223372036854775807                    0\n",
                two().rows());
    }

    @Test
    void theWholeTableHas24RowsAVeAndNoSwap() {
        String text = two().text();
        assertTrue(text.startsWith("Version: 2.5\n       uid  resource  "), text);
        assertEquals(2 + 2 * 24, text.lines().count());
        assertEquals(8, text.lines().filter(line -> line.contains("  dummy  ")).count());
        assertFalse(text.contains("swappages"));
        assertTrue(
                text.lines()
                        .skip(1)
                        .allMatch(line -> line.length() == 129 - 1 || line.length() == 129));
    }

    @Test
    void aVeThatIsNotThereHasEmptyRows() {
        String text = two().resourcesOf(new VeId(999));
        assertEquals(21, text.lines().count());
        assertEquals(
                "            kmemsize                        0                    0"
                        + "  9223372036854775807  9223372036854775807                    0",
                text.lines().findFirst().orElse(""));
    }

    @Test
    void tablesOfAnyNumbersReadBack() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 50; round++) {
            Map<VeId, Map<Beancounter, UbcRow>> ves = new TreeMap<>();
            for (VeId veid : Set.of(WEB, DB, LAST)) {
                Map<Beancounter, UbcRow> rows = new TreeMap<>();
                for (Beancounter resource : Beancounter.values()) {
                    rows.put(
                            resource,
                            new UbcRow(
                                    number(random),
                                    number(random),
                                    number(random),
                                    number(random),
                                    number(random)));
                }
                ves.put(veid, rows);
            }
            assertEquals(table(ves), UbcTable.parse(table(ves).resources()));
        }
    }

    private static long number(SplittableRandom random) {
        return random.nextInt(5) == 0 ? NONE : random.nextLong(1L << random.nextInt(1, 63));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "Version: 2.4\nheader\n",
                "Version: 2.5\nheader\n  numproc 1 2 3 4 5\n",
                "Version: 2.5\nheader\n 100:  numproc 1 2 3 4 5\n",
                "Version: 2.5\nheader\n 101:  numproc 1 2 3 4 -5\n",
                "Version: 2.5\nheader\n 101:  numproc 1 2 3 4 9223372036854775808\n",
                "Version: 2.5\nheader\n 101:  dummy 1 2 3 4 5\n",
                "Version: 2.5\nheader\n 101:  numproc 1 2 3 4 5 6\n"
            })
    void damagedTextIsNeverTakenForATable(String text) throws IOException {
        assertThrows(IllegalArgumentException.class, () -> UbcTable.parse(text));
        Path last = Files.writeString(directory.resolve("last"), text);
        IOException failure =
                assertThrows(IOException.class, () -> new UbcSnapshots(directory).last());
        assertTrue(
                String.valueOf(failure.getMessage()).startsWith("read " + last + ": "),
                failure.getMessage());
    }

    @Test
    void theVeWithTheHighestNumberStandsAlone() {
        UbcTable all =
                table(
                        Map.of(
                                WEB, Map.of(Beancounter.NUMFILE, UbcRow.EMPTY),
                                LAST, Map.of(Beancounter.NUMPROC, RAM)));
        assertEquals(Set.of(LAST), all.only(LAST).ves().keySet());
        assertEquals(Set.of(WEB), all.only(WEB).ves().keySet());
        assertEquals(UbcTable.EMPTY, all.only(DB));
    }

    @Test
    void aTableDoesNotChange() {
        assertThrows(UnsupportedOperationException.class, () -> two().ves().clear());
        assertTrue(UbcTable.EMPTY.isEmpty());
        assertTrue(table(Map.of(WEB, Map.of())).isEmpty());
        assertFalse(two().isEmpty());
    }

    @Test
    void aVeThatCannotBeReadIsNotInTheTable() {
        ObservedVe hidden =
                new ObservedVe(
                        DB,
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.unreadable("read beancounters: EIO"));
        UbcTable seen = UbcTable.of(node(ve(WEB, named("web1")), hidden));
        assertEquals(Set.of(WEB), seen.ves().keySet());
    }

    @Test
    void jsonHasUnitsLevelsAndOnlyTheBoundsThatAreThere() {
        assertEquals(
                """
                {
                  "apiVersion": "vzgit/v1",
                  "kind": "Beancounters",
                  "ves": [
                    {
                      "veid": 101,
                      "name": "web1",
                      "resources": {
                        "privvmpages": {
                          "unit": "pages",
                          "level": "enforced*",
                          "held": 41877,
                          "maxheld": 65533,
                          "barrier": 65536,
                          "limit": 69632,
                          "failcnt": 37
                        },
                        "physpages": {
                          "unit": "pages",
                          "level": "cgroup",
                          "held": 9,
                          "maxheld": 10,
                          "barrier": 0,
                          "failcnt": 0
                        }
                      }
                    },
                    {
                      "veid": 102,
                      "name": "102",
                      "resources": {
                        "numfile": {
                          "unit": "items",
                          "level": "absent",
                          "held": 0,
                          "maxheld": 0,
                          "failcnt": 0
                        }
                      }
                    }
                  ]
                }
                """,
                new UbcExport(two(), node(ve(WEB, named("web1")))).json());
    }

    @Test
    void anEmptyTableIsALegalDocument() {
        UbcExport none = new UbcExport(UbcTable.EMPTY, node());
        assertEquals(
                """
                {
                  "apiVersion": "vzgit/v1",
                  "kind": "Beancounters",
                  "ves": []
                }
                """,
                none.json());
        assertEquals(
                6, none.prometheus().lines().filter(line -> line.startsWith("# TYPE ")).count());
        assertEquals(
                Beancounter.values().length,
                none.prometheus().lines().filter(line -> !line.startsWith("#")).count());
    }

    @Test
    void metricsHaveOneLineARowAndNoBoundIsInfinite() {
        String text = new UbcExport(two(), node(ve(WEB, named("web1")))).prometheus();
        assertTrue(
                text.startsWith(
                        """
                        # HELP vzgit_ubc_held In use now.
                        # TYPE vzgit_ubc_held gauge
                        vzgit_ubc_held{veid="101",ve="web1",resource="privvmpages",unit="pages"} 41877
                        vzgit_ubc_held{veid="101",ve="web1",resource="physpages",unit="pages"} 9
                        vzgit_ubc_held{veid="102",ve="102",resource="numfile",unit="items"} 0
                        # HELP vzgit_ubc_maxheld Highest use.
                        # TYPE vzgit_ubc_maxheld gauge
                        """),
                text);
        assertTrue(
                text.contains(
                        """
                        # TYPE vzgit_ubc_failcnt_total counter
                        vzgit_ubc_failcnt_total{veid="101",ve="web1",resource="privvmpages",unit="pages"} 37
                        """),
                text);
        assertTrue(
                text.contains(
                        "vzgit_ubc_limit{veid=\"101\",ve=\"web1\",resource=\"physpages\","
                                + "unit=\"pages\"} +Inf\n"),
                text);
        assertTrue(
                text.contains("vzgit_ubc_level{resource=\"privvmpages\",level=\"enforced*\"} 1\n"),
                text);
        assertTrue(text.endsWith("{resource=\"swappages\",level=\"absent\"} 1\n"), text);
    }

    @Test
    void levelsAsPeopleReadThem() {
        TreeMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        levels.put(Beancounter.KMEMSIZE, UbcLevel.COUNTED);
        levels.put(Beancounter.NUMFILE, UbcLevel.ENFORCED_WEAKER);
        assertEquals(
                """
                RESOURCE  UNIT   LEVEL      MEANS
                kmemsize  bytes  counted    use is shown, nothing is refused
                numfile   items  enforced*  the kernel refuses above the bound, and may miss a charge
                """,
                UbcLevels.text(levels));
        assertEquals(
                """
                {
                  "apiVersion": "vzgit/v1",
                  "kind": "BeancounterLevels",
                  "levels": {
                    "kmemsize": "counted",
                    "numfile": "enforced*"
                  }
                }
                """,
                UbcLevels.json(levels));
    }

    @ParameterizedTest
    @EnumSource(UbcLevel.class)
    void everyLevelHasAMeaningOfItsOwn(UbcLevel level) {
        String line =
                UbcLevels.text(new TreeMap<>(Map.of(Beancounter.NUMPTY, level)))
                        .lines()
                        .toList()
                        .get(1);
        String meaning =
                switch (level) {
                    case ENFORCED -> "the kernel refuses every charge above the bound";
                    case ENFORCED_WEAKER ->
                            "the kernel refuses above the bound, and may miss a charge";
                    case CGROUP -> "a cgroup file bounds the VE as a whole";
                    case CLAMPED ->
                            "each buffer is held to its share of the bound, and nothing fails";
                    case PER_PROCESS -> "each process is bounded by itself, their sum is not";
                    case COUNTED -> "use is shown, nothing is refused";
                    case ABSENT -> "neither counted nor refused here";
                };
        assertTrue(line.endsWith(level.text() + "  " + meaning) || line.endsWith(meaning), line);
        assertTrue(line.contains(level.text()), line);
    }

    @Test
    void aDifferenceShowsWhatMovedAndByHowMuch() {
        UbcTable before = one(Beancounter.PRIVVMPAGES, PRIVVM);
        UbcTable now = one(Beancounter.PRIVVMPAGES, new UbcRow(41_757, 65_534, 65_536, 69_632, 40));
        assertEquals(
                """
                VEID  RESOURCE     HELD          MAXHELD     FAILCNT
                101   privvmpages  41757 (-120)  65534 (+1)  40 (+3)
                """,
                UbcDifference.text(before, now));
    }

    @Test
    void aRowThatIsNewMovedFromNothing() {
        assertEquals(
                """
                VEID  RESOURCE  HELD    MAXHELD  FAILCNT
                101   numfile   3 (+3)  4 (+4)   0
                """,
                UbcDifference.text(
                        UbcTable.EMPTY, one(Beancounter.NUMFILE, new UbcRow(3, 4, 5, 6, 0))));
    }

    @Test
    void aVeThatEndedAndRowsThatStayedAreNoLines() {
        assertEquals("", UbcDifference.text(two(), UbcTable.EMPTY));
        assertEquals("", UbcDifference.text(two(), two()));
        assertEquals("", UbcDifference.text(two(), two().only(WEB)));
    }

    @Test
    void digitsOfADifferenceAreNotTheLocales() {
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("hi-IN-u-nu-deva"));
        try {
            String text =
                    UbcDifference.text(
                            UbcTable.EMPTY,
                            one(Beancounter.NUMFILE, new UbcRow(1234, 1234, 0, 0, 0)));
            assertTrue(text.contains(" 1234 (+1234) "), text);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // held, maxheld, barrier, failcnt, trouble
        "50, 80, 100, 0, false",
        "51, 80, 100, 0, true",
        "50, 81, 100, 0, true",
        "0, 0, 0, 0, false",
        "0, 1, 0, 0, true",
        "0, 0, 100, 1, true",
        "9000000000000000000, 9000000000000000000, 9223372036854775807, 0, false"
    })
    void quietRowsEndAtHalfInUseAndFourFifthsAtTheHighest(
            long held, long maxheld, long barrier, long failcnt, boolean trouble) {
        UbcRow row = new UbcRow(held, maxheld, barrier, NONE, failcnt);
        assertEquals(trouble, Trouble.DEFAULT.has(Beancounter.NUMPROC, row));
        UbcTable left = one(Beancounter.NUMPROC, row).inTrouble(Trouble.DEFAULT);
        assertEquals(!trouble, left.equals(UbcTable.EMPTY));
    }

    @Test
    void aResourceWithALimitOnlyIsMeasuredByThat() {
        UbcRow row = new UbcRow(60, 60, 0, 100, 0);
        assertTrue(Trouble.DEFAULT.has(Beancounter.SWAPPAGES, row));
        assertFalse(new Trouble(0.6, 0.6).has(Beancounter.SWAPPAGES, row));
        assertTrue(new Trouble(0.6, 0.59).has(Beancounter.SWAPPAGES, row));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "1, 1", "1.01, 0.0101", "80, 0.8", "100, 1", "200, 2"})
    void aShareIsWrittenAsAFractionOrInPercent(double written, double share) {
        assertEquals(share, Trouble.share(written), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, Double.NaN, Double.NEGATIVE_INFINITY})
    void aShareIsAboveNothing(double share) {
        IllegalArgumentException one =
                assertThrows(IllegalArgumentException.class, () -> new Trouble(share, 1));
        assertEquals("a share of a bound is above 0", one.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Trouble(1, share));
    }

    @Test
    void onlyFailcntsCountFromAnEarlierLook() {
        UbcTable before = one(Beancounter.NUMFILE, new UbcRow(1, 2, 3, 4, 5));
        assertEquals(
                one(Beancounter.NUMFILE, new UbcRow(10, 20, 30, 40, 0)),
                one(Beancounter.NUMFILE, new UbcRow(10, 20, 30, 40, 5)).since(before));
        assertEquals(
                one(Beancounter.NUMFILE, new UbcRow(10, 20, 30, 40, 4)),
                one(Beancounter.NUMFILE, new UbcRow(10, 20, 30, 40, 4)).since(before));
        assertEquals(two(), two().since(before));
        assertEquals(UbcTable.EMPTY, UbcTable.EMPTY.since(before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "ABCD", "abcg", "../abcd", "abcd/", "abcd ", "last"})
    void whatIsNoCommitIsRefusedByName(String commit) {
        IllegalArgumentException fault =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new UbcSnapshots(directory).at(commit));
        assertEquals(commit + " is not a commit id of 4 or more digits", fault.getMessage());
    }

    @Test
    void aCommitIdHasFourTo64Digits() throws IOException {
        UbcSnapshots snapshots = new UbcSnapshots(directory.resolve("ubc"));
        assertEquals(Optional.empty(), snapshots.at("abcd"));
        String longest = "a".repeat(64);
        snapshots.keep(longest, two());
        assertTrue(snapshots.at("aaaa").isPresent());
        assertTrue(snapshots.at(longest).isPresent());
        assertThrows(IllegalArgumentException.class, () -> snapshots.at(longest + "a"));
        snapshots.keep(longest + "a", two());
        assertTrue(snapshots.at("aaaa").isPresent());
    }

    @Test
    void severalCommitsAreCounted() throws IOException {
        UbcSnapshots snapshots = new UbcSnapshots(directory);
        for (String commit : Set.of("3f2a1", "3f2a2", "3f2a3")) {
            snapshots.keep(commit, UbcTable.EMPTY);
        }
        IllegalArgumentException fault =
                assertThrows(IllegalArgumentException.class, () -> snapshots.at("3f2a"));
        assertEquals("3 commits begin with 3f2a", fault.getMessage());
        assertEquals(Optional.of(UbcTable.EMPTY), snapshots.at("3f2a2"));
    }

    @Test
    void theLastLookIsNoCommitAndReplacesTheOneBefore() throws IOException {
        UbcSnapshots snapshots = new UbcSnapshots(directory);
        snapshots.keepLast(two());
        snapshots.keepLast(UbcTable.EMPTY);
        assertEquals(Optional.of(UbcTable.EMPTY), snapshots.last());
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }
}
