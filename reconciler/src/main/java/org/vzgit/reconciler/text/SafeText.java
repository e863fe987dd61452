package org.vzgit.reconciler.text;

/// Text of unknown origin as a terminal may show it.
public final class SafeText {
    private static final int REPLACEMENT = 0xfffd;

    private SafeText() {}

    /// The text with every character that could act on a terminal replaced, one for one: escape and
    /// other control characters but tab, and the marks that reverse the direction of text.
    public static String of(String text) {
        return text.codePoints()
                .map(c -> isHarmful(c) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// The same, cut off where it is longer than so many characters.
    public static String of(String text, int most) {
        int end = Math.max(0, most - 1);
        if (text.length() <= most) {
            return of(text);
        }
        boolean split = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return of(text.substring(0, split ? end - 1 : end)) + "…";
    }

    /// Blanks as wide as the text. Tabs stay tabs, so that what follows stands right whatever width
    /// the terminal gives them.
    static String blank(String text) {
        StringBuilder blanks = new StringBuilder();
        text.codePoints().forEach(c -> blanks.append(c == '\t' ? "\t" : " ".repeat(width(c))));
        return blanks.toString();
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                    true;
            case Character.FORMAT ->
                    c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x2069);
            default -> false;
        };
    }

    /// Columns of a terminal (Unicode Standard Annex 11): none for marks, two for East Asian and
    /// emoji blocks.
    private static int width(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            case Character.FORMAT -> isHarmful(c) ? 1 : 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
    }
}
