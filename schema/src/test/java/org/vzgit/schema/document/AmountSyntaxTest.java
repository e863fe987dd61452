package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;

/// Vectors of the OpenVZ value syntax: what vzctl 4.11 takes for each kind of parameter.
final class AmountSyntaxTest {
    private static final String LONG_MAX = "9223372036854775807";

    @ParameterizedTest
    @CsvSource({"0,0", "240,240", "00240,240", "9223372036854775806,9223372036854775806"})
    void countsAreWholeNumbers(String text, long count) throws BadValue {
        assertEquals(Limit.of(new Count(count)), AmountSyntax.ITEMS.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "65536,65536",
        "256M,65536",
        "256m,65536",
        "1G,262144",
        "1T,268435456",
        "4K,1",
        "5K,1",
        "4095B,0",
        "4096b,1",
        "100P,100",
        "100p,100",
        "2.5P,2",
        "1.5,1",
        "0,0"
    })
    void barePagesCountPagesAndSuffixedOnesBytes(String text, long pages) throws BadValue {
        assertEquals(Limit.of(new Pages(pages)), AmountSyntax.PAGES.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "14372700,14372700",
        "14372700B,14372700",
        "2.2G,2362232012",
        "0.5K,512",
        "1K,1024",
        "3M,3145728",
        "10P,40960",
        "1.9,1"
    })
    void bareBytesCountBytes(String text, long bytes) throws BadValue {
        assertEquals(Limit.of(new Bytes(bytes)), AmountSyntax.BYTES.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1048576,1073741824", "2G,2147483648", "1K,1024", "1B,1", "0,0"})
    void bareDiskSpaceCountsBlocksOfOneKibibyte(String text, long bytes) throws BadValue {
        assertEquals(Limit.of(new Bytes(bytes)), AmountSyntax.BLOCKS.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"4096,1", "4097,2", "1,1", "256M,65536", "3P,3"})
    void ramRoundsUpToPages(String text, long pages) throws BadValue {
        assertEquals(Limit.of(new Pages(pages)), AmountSyntax.RAM.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"ITEMS", "PAGES", "BYTES", "RAM"})
    void unlimitedIsAWordOrTheKernelsLongMax(AmountSyntax unit) throws BadValue {
        assertEquals(Limit.UNLIMITED, unit.parse("unlimited"));
        assertEquals(Limit.UNLIMITED, unit.parse(LONG_MAX));
    }

    @Test
    void diskSpaceHasNoUnlimited() {
        assertEquals(DiagnosticCode.BAD_VALUE, codeOf(AmountSyntax.BLOCKS, "unlimited"));
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES, 5MB, WRONG_UNIT",
        "BYTES, 5Mi, WRONG_UNIT",
        "BYTES, 5X, WRONG_UNIT",
        "BYTES, 1e3, WRONG_UNIT",
        "BYTES, 1.5.2G, BAD_VALUE",
        "BYTES, .5G, BAD_VALUE",
        "BYTES, 5., BAD_VALUE",
        "BYTES, G, BAD_VALUE",
        "BYTES, '', BAD_VALUE",
        "BYTES, Unlimited, BAD_VALUE",
        "BYTES, +5, BAD_VALUE",
        "BYTES, 0x10, WRONG_UNIT",
        "BYTES, -1, OUT_OF_RANGE",
        "BYTES, 9223372036854775808, OUT_OF_RANGE",
        "BYTES, 8388608T, OUT_OF_RANGE",
        "PAGES, 2251799813685248, OUT_OF_RANGE",
        "ITEMS, 24K, WRONG_UNIT",
        "ITEMS, 24B, WRONG_UNIT",
        "ITEMS, 1.5, BAD_VALUE",
        "ITEMS, -1, OUT_OF_RANGE"
    })
    void refusesWhatHasTheWrongForm(AmountSyntax unit, String text, DiagnosticCode code) {
        assertEquals(code, codeOf(unit, text));
    }

    @Test
    void largestPagesAreStillPages() throws BadValue {
        assertEquals(
                Limit.of(new Pages(Pages.MAX)),
                AmountSyntax.PAGES.parse(String.valueOf(Pages.MAX)));
    }

    @Test
    void suggestsWhatWasProbablyMeant() {
        assertEquals("did you mean \"5M\"?", badValue(AmountSyntax.BYTES, "5MB").hint());
        assertEquals("did you mean \"1024\"?", badValue(AmountSyntax.ITEMS, "1K").hint());
        assertEquals("did you mean \"unlimited\"?", badValue(AmountSyntax.BYTES, "-1").hint());
    }

    @Test
    void numberOfFortyOneDigitsIsNotRead() {
        assertEquals(DiagnosticCode.BAD_VALUE, codeOf(AmountSyntax.BYTES, "1".repeat(41)));
        assertEquals(DiagnosticCode.OUT_OF_RANGE, codeOf(AmountSyntax.BYTES, "1".repeat(40)));
    }

    private static DiagnosticCode codeOf(AmountSyntax unit, String text) {
        return badValue(unit, text).code();
    }

    private static BadValue badValue(AmountSyntax unit, String text) {
        return assertThrows(BadValue.class, () -> unit.parse(text));
    }
}
