package org.vzgit.schema.document;

import static org.vzgit.schema.DiagnosticCode.BAD_VALUE;
import static org.vzgit.schema.DiagnosticCode.OUT_OF_RANGE;
import static org.vzgit.schema.DiagnosticCode.WRONG_UNIT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.vzgit.schema.Pages;

/// A number with at most one suffix letter, as vzctl reads it: `240`, `2.2G`, `128p`.
///
/// @param suffix upper case, or [#NONE]
record Quantity(BigDecimal number, char suffix) {
    static final char NONE = ' ';

    /// All suffixes of the OpenVZ value syntax: powers of 1024, pages and bytes.
    static final String SUFFIXES = "TGMKPB";

    /// 2^63 - 1 has 19 digits; the rest is room for a fraction.
    private static final int CHARS_MAX = 40;

    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    /// @throws BadValue if the text is no such number, or is negative
    static Quantity parse(String text) throws BadValue {
        if (text.length() > CHARS_MAX) {
            throw new BadValue(BAD_VALUE, "a number of " + text.length() + " characters");
        }
        if (text.startsWith("-")) {
            throw new BadValue(OUT_OF_RANGE, quote(text) + " is below 0", unlimitedFor(text));
        }
        int digits = digitsFrom(text, 0);
        int end = digits;
        if (digits > 0 && end < text.length() && text.charAt(end) == '.') {
            end = digitsFrom(text, end + 1);
        }
        if (digits == 0 || end == digits + 1 || text.startsWith(".", end)) {
            throw new BadValue(BAD_VALUE, quote(text) + " is not a number", hintFor(text));
        }
        return new Quantity(
                new BigDecimal(text.substring(0, end)), suffix(text, text.substring(end)));
    }

    /// The whole number of bytes, cut as vzctl cuts it: `2.2G` is 2362232012.
    ///
    /// @param bare what a number without a suffix counts, in bytes
    BigDecimal bytes(int bare) {
        BigDecimal factor =
                switch (suffix) {
                    case 'K' -> KIBI;
                    case 'M' -> KIBI.pow(2);
                    case 'G' -> KIBI.pow(3);
                    case 'T' -> KIBI.pow(4);
                    case 'P' -> BigDecimal.valueOf(Pages.SIZE_BYTES);
                    case 'B' -> BigDecimal.ONE;
                    default -> BigDecimal.valueOf(bare);
                };
        return number.multiply(factor).setScale(0, RoundingMode.DOWN);
    }

    boolean isBare() {
        return suffix == NONE;
    }

    boolean isWhole() {
        return number.scale() <= 0;
    }

    static String quote(String text) {
        return "\"" + text + "\"";
    }

    private static char suffix(String text, String letters) throws BadValue {
        if (letters.isEmpty()) {
            return NONE;
        }
        String upper = letters.toUpperCase(Locale.ROOT);
        boolean known = SUFFIXES.indexOf(upper.charAt(0)) >= 0;
        if (known && upper.length() == 1) {
            return upper.charAt(0);
        }
        String number = text.substring(0, text.length() - letters.length());
        throw new BadValue(
                WRONG_UNIT,
                quote(text)
                        + " has the suffix "
                        + quote(letters)
                        + ", not one letter of T G M K P B",
                known ? Suggestion.ask(number + upper.charAt(0)) : "");
    }

    private static int digitsFrom(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /// vzctl reads -1 as unlimited, so people write it.
    private static String unlimitedFor(String text) {
        return text.equals("-1") ? Suggestion.ask("unlimited") : "";
    }

    private static String hintFor(String text) {
        return Suggestion.didYouMean(text, java.util.List.of("unlimited"));
    }
}
