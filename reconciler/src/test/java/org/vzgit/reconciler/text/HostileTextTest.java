package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;

/// A commit is input from outside. What it says about itself must not write to the terminal of
/// whoever reads our messages: clear it, rename its window, or show a line that is not there.
class HostileTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u0007",
                "\u0008",
                "\u009b31m",
                "\u0085",
                "\u007f",
                "\r",
                "\u202e",
                "\u2066",
                "\u2028"
            })
    void noPartOfAFindingReachesTheTerminalAsItIs(String attack) {
        String text =
                DiagnosticText.of(
                        new Diagnostic(
                                DiagnosticCode.UNKNOWN_FIELD,
                                new Origin("ve/" + attack + ".yaml", 1, 1),
                                1,
                                "unknown field " + attack,
                                "did you mean " + attack,
                                "# " + attack));
        assertFalse(text.contains(attack), text);
        assertEquals(3, text.lines().count(), text);
    }

    @Test
    void theCaretStaysUnderItsPlace() {
        assertEquals(
                """
                a.yaml:1:4: error VZ1003 m
                \ufffd\ufffd[x
                   ^
                """,
                DiagnosticText.of(
                        new Diagnostic(
                                DiagnosticCode.UNKNOWN_FIELD,
                                new Origin("a.yaml", 1, 4),
                                1,
                                "m",
                                "",
                                "\u0007\u001b[x")));
    }

    @Test
    void tabsAndOtherAlphabetsAreLeftAlone() {
        String text = "\tübung 例 \ud83d\ude00";
        assertEquals(text, SafeText.of(text));
    }
}
