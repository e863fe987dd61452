package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
    @Test
    void cellsBeginWhereTheWidestCellAboveEndsAndTwoBlanks() {
        assertEquals(
                List.of("a    bb  c", "ddd  e   ffff", "     g"),
                new Columns().row("a", "bb", "c").row("ddd", "e", "ffff").row("", "g", "").lines());
    }

    @Test
    void noRowsAreNoLines() {
        assertEquals(List.of(), new Columns().lines());
        assertEquals(List.of(""), new Columns().row().lines());
        assertEquals(List.of(""), new Columns().row("", "", "").lines());
    }

    @Test
    void shortRowsEndWhereTheyEnd() {
        assertEquals(
                List.of("a", "bbb  c", "d    ee  f"),
                new Columns().row("a").row("bbb", "c").row("d", "ee", "f").lines());
    }

    @ParameterizedTest
    @CsvSource({"63, 65", "64, 66", "65, 66", "200, 66"})
    void aLongCellPushesOthersNoFurtherThanSixtyFourColumns(int length, int place) {
        List<String> lines = new Columns().row("x".repeat(length), "y").row("short", "z").lines();
        assertEquals("x".repeat(length) + "  y", lines.get(0));
        assertEquals(place, lines.get(1).indexOf('z'));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyColumnBeginsAtOnePlaceWhateverTheCellsAre(long seed) {
        Random random = new Random(seed);
        Columns columns = new Columns();
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            String[] cells = new String[4];
            for (int column = 0; column < cells.length; column++) {
                cells[column] =
                        String.valueOf((char) ('a' + column)).repeat(1 + random.nextInt(60));
            }
            columns.row(cells);
            rows.add(List.of(cells));
        }
        List<String> lines = columns.lines();
        for (char first = 'a'; first <= 'd'; first++) {
            char wanted = first;
            assertEquals(1, lines.stream().map(line -> line.indexOf(wanted)).distinct().count());
        }
        for (int row = 0; row < rows.size(); row++) {
            assertEquals(rows.get(row), List.of(lines.get(row).split(" +", -1)));
        }
    }

    @Test
    void aTableHasItsHeadingFirstAndANewlineLast() {
        Table table = new Table("VE", "state");
        table.row("web1", "running");
        table.row("x", "");
        assertEquals("VE    state\nweb1  running\nx\n", table.text());
    }

    @Test
    void anEmptyTableIsItsHeading() {
        assertEquals("a  b\n", new Table("a", "b").text());
    }

    @ParameterizedTest
    @CsvSource({"danger, 31;1", "caution, 33", "calm, 32", "faint, 2", "strong, 1"})
    void everyColourIsSwitchedOffAgain(String name, String code) {
        String painted = paint(Palette.ANSI, name, "x");
        assertEquals("\u001b[" + code + "mx\u001b[0m", painted);
        assertEquals("x", paint(Palette.PLAIN, name, "x"));
        assertEquals("", paint(Palette.ANSI, name, ""));
        assertEquals("", paint(Palette.PLAIN, name, ""));
    }

    @Test
    void remarkKeepsItsColourAndNoCellCanHaveOne() {
        Columns columns = new Columns().row("longer", "\u001b[31mb", "c");
        columns.remarkedRow(Palette.ANSI.danger("red"), "a", "b");
        assertEquals(
                List.of("longer  \ufffd[31mb  c", "a       b       " + Palette.ANSI.danger("red")),
                columns.lines());
    }

    private static String paint(Palette palette, String name, String text) {
        return switch (name) {
            case "danger" -> palette.danger(text);
            case "caution" -> palette.caution(text);
            case "calm" -> palette.calm(text);
            case "faint" -> palette.faint(text);
            case "strong" -> palette.strong(text);
            default -> throw new AssertionError(name);
        };
    }

    @Test
    void whatTakesSomethingAwayIsRedAndWhatIsSafeIsGreen() {
        for (Weight weight : Weight.values()) {
            String expected =
                    switch (weight) {
                        case DESTROY, RECREATE, STOP -> Palette.ANSI.danger("x");
                        case RESTART, RELOAD -> Palette.ANSI.caution("x");
                        case LIVE, CREATE -> Palette.ANSI.calm("x");
                    };
            assertEquals(expected, weight.paint(Palette.ANSI, "x"));
            assertTrue(weight.noun().matches("[a-z]+"), weight.noun());
        }
    }
}
