package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
    private static final int REPLACEMENT = 0xfffd;

    /// C0 and C1 without tab, the marks of Unicode's bidirectional algorithm (UAX 9, table 4), the
    /// two separators, and halves of surrogate pairs.
    private static boolean mayActOnATerminal(int c) {
        return (c < 0x20 && c != '\t')
                || (c >= 0x7f && c < 0xa0)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0xd800 && c <= 0xdfff);
    }

    @Test
    void everyCodePointThatMayActOnATerminalIsReplacedByOneSign() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (mayActOnATerminal(c)) {
                String text = SafeText.of(new String(new int[] {c}, 0, 1));
                assertEquals(REPLACEMENT, text.codePointAt(0), Integer.toHexString(c));
                assertEquals(1, text.codePointCount(0, text.length()), Integer.toHexString(c));
            }
        }
    }

    @Test
    void lettersDigitsMarksAndSignsOfEveryAlphabetAreKept() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            boolean visible =
                    Character.isLetterOrDigit(c)
                            || Character.getType(c) == Character.NON_SPACING_MARK
                            || Character.getType(c) == Character.OTHER_SYMBOL
                            || Character.getType(c) == Character.MATH_SYMBOL;
            if (visible) {
                String text = Character.toString(c);
                assertEquals(text, SafeText.of(text));
            }
        }
    }

    @Test
    void theJoinersThatEmojiAndIndicScriptsNeedAreKept() {
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200c\u00ad";
        assertEquals(family, SafeText.of(family));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsSafeStaysAsItIsAndTheLengthNeverChanges(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int c : random.ints(40, 0, 0x3000).toArray()) {
                text.appendCodePoint(c);
            }
            String once = SafeText.of(text.toString());
            assertEquals(once, SafeText.of(once));
            assertEquals(
                    text.codePointCount(0, text.length()), once.codePointCount(0, once.length()));
            once.codePoints().forEach(c -> assertFalse(mayActOnATerminal(c)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "é, 1",
        "e\u0301, 1",
        "漢字, 4",
        "ｱ, 1",
        "Ａ, 2",
        "한, 2",
        "\ud83d\ude00, 2",
        "\u1160, 1",
        "\u115f, 2",
        "\ua4cf, 2",
        "\ua4d0, 1",
        "\uffe6, 2",
        "\uffe7, 1",
        "a\u200db, 2",
        "\u20dd, 0"
    })
    void blanksAreAsWideAsTheTextOnATerminal(String text, int columns) {
        assertEquals(" ".repeat(columns), SafeText.blank(text));
    }

    @Test
    void aTabStaysATabAndWhatIsReplacedHasTheWidthOfItsReplacement() {
        assertEquals("\t \t", SafeText.blank("\tx\t"));
        assertEquals("  ", SafeText.blank("\u001b\u202e"));
        assertEquals("", SafeText.blank(""));
    }
}
