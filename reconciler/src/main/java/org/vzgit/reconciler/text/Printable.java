package org.vzgit.reconciler.text;

/// Text from outside, made fit for a terminal. File names, authors and lines of documents are
/// written by whoever can commit, and read by whoever can administer.
public final class Printable {
    private static final char STAND_IN = '?';

    private Printable() {}

    /// The text with a `?` for each character that a terminal would obey instead of showing it:
    /// control characters (C0 but the tab, DEL, and C1, in which U+009B begins an escape sequence
    /// by itself), line separators, and the marks that turn the direction of what follows (Unicode
    /// TR 9). One for one, so that columns stay what they are.
    public static String of(String text) {
        if (text.chars().noneMatch(Printable::isObeyed)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text);
        for (int i = 0; i < shown.length(); i++) {
            if (isObeyed(shown.charAt(i))) {
                shown.setCharAt(i, STAND_IN);
            }
        }
        return shown.toString();
    }

    private static boolean isObeyed(int c) {
        return (Character.isISOControl(c) && c != '\t')
                || c == '\u2028'
                || c == '\u2029'
                || turnsDirection(c);
    }

    private static boolean turnsDirection(int c) {
        return c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
