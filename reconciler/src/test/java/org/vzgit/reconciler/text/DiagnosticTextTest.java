package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;

final class DiagnosticTextTest {

    @Test
    void showsPlaceCodeMessageHintLineAndCaret() {
        assertEquals(
                """
                ve/web1.yaml:12:5: error VZ1003 unknown field "nmproc" (did you mean "numproc"?)
                    nmproc: 240
                    ^~~~~~
                """,
                DiagnosticText.of(
                        finding(12, 5, 6, "did you mean \"numproc\"?", "    nmproc: 240")));
    }

    @Test
    void tabsStayTabsBeforeTheCaret() {
        assertEquals(
                "ve/web1.yaml:1:4: error VZ1003 unknown field \"nmproc\"\n\ta\tbc\n\t \t^~\n",
                DiagnosticText.of(finding(1, 4, 2, "", "\ta\tbc")));
    }

    @Test
    void emojiTakesTwoColumns() {
        assertEquals(
                "ve/web1.yaml:1:2: error VZ1003 unknown field \"nmproc\"\n\ud83d\ude00x\n  ^\n",
                DiagnosticText.of(finding(1, 2, 1, "", "\ud83d\ude00x")));
    }

    @Test
    void wideCharactersTakeTwoColumnsAndCombiningMarksNone() {
        assertEquals("漢字x\n    ^\n", excerpt(3, 1, "漢字x"));
        assertEquals("e\u0301x\n ^\n", excerpt(3, 1, "e\u0301x"));
        assertEquals("éx\n ^\n", excerpt(2, 1, "éx"));
    }

    @Test
    void nothingThatActsOnATerminalReachesIt() {
        String harmful = "\u001b[2J\u009b1m\u0007\b\r\u007f\u2028\u202e\u2066\u200f\0";
        Diagnostic finding =
                new Diagnostic(
                        DiagnosticCode.SYNTAX,
                        new Origin("a" + harmful, 1, 2),
                        1,
                        "m" + harmful,
                        "h" + harmful,
                        "s" + harmful);
        String text = DiagnosticText.of(finding);
        assertEquals(3, text.lines().count());
        assertEquals(
                "",
                text.replaceAll("[^\\p{Cc}\\u2028\\u202e\\u2066\\u200f]", "").replace("\n", ""));
        assertEquals(" ^", text.lines().toList().getLast());
    }

    @Test
    void longLineIsShownAroundThePlace() {
        String line = "a".repeat(30_000) + "X" + "b".repeat(30_000);
        assertEquals(
                "…" + "a".repeat(60) + "X" + "b".repeat(139) + "…\n" + " ".repeat(61) + "^\n",
                excerpt(30_001, 1, line));
        assertEquals("a".repeat(200) + "…\n^" + "~".repeat(199) + "\n", excerpt(1, 60_001, line));
        assertEquals(
                "…" + "b".repeat(60) + "\n" + " ".repeat(61) + "^\n", excerpt(60_002, 1, line));
    }

    @Test
    void lineOfTwoHundredCharactersIsShownWhole() {
        String line = "a".repeat(200);
        assertEquals(line + "\n" + " ".repeat(199) + "^\n", excerpt(200, 1, line));
        assertEquals(line + "\n" + " ".repeat(200) + "^\n", excerpt(250, 1, line));
    }

    /// The source line and the caret.
    private static String excerpt(int column, int length, String line) {
        String text = DiagnosticText.of(finding(1, column, length, "", line));
        return text.substring(text.indexOf('\n') + 1);
    }

    @Test
    void findingWithoutSourceLineIsOneLine() {
        assertEquals(
                "ve/web1.yaml:1:1: error VZ1003 unknown field \"nmproc\"\n",
                DiagnosticText.of(finding(1, 1, 1, "", "")));
    }

    @Test
    void colourMarksPlaceSeverityAndCaret() {
        assertEquals(
                "\033[1mve/web1.yaml:1:1:\033[0m \033[31merror\033[0m VZ1003 unknown field"
                        + " \"nmproc\"\nx\n\033[31m^\033[0m\n",
                DiagnosticText.of(finding(1, 1, 1, "", "x"), true));
    }

    @Test
    void summaryCountsInWords() {
        Diagnostic error = finding(1, 1, 1, "", "");
        Diagnostic warning =
                new Diagnostic(
                        DiagnosticCode.NOT_SUPPORTED_YET, error.origin(), 1, "later", "", "");
        assertEquals(
                "3 errors, 1 warning in 5 documents (12 VEs)",
                DiagnosticText.summary(List.of(error, error, error, warning), 5, 12));
        assertEquals(
                "0 errors, 0 warnings in 1 document (1 VE)",
                DiagnosticText.summary(List.of(), 1, 1));
    }

    private static Diagnostic finding(int line, int column, int length, String hint, String text) {
        return new Diagnostic(
                DiagnosticCode.UNKNOWN_FIELD,
                new Origin("ve/web1.yaml", line, column),
                length,
                "unknown field \"nmproc\"",
                hint,
                text);
    }
}
