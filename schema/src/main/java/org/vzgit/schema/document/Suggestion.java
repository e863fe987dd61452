package org.vzgit.schema.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that a misspelt one was probably meant to be.
final class Suggestion {
    /// Two slips of the finger; with three, short names are near everything.
    private static final int DISTANCE_MAX = 2;

    /// No known word is longer; a longer one is not worth the table.
    private static final int WORD_MAX = 64;

    private Suggestion() {}

    /// `did you mean "…"?` for the nearest of the known words, else empty.
    static String didYouMean(String word, Collection<String> known) {
        return nearest(word, known).map(Suggestion::ask).orElse("");
    }

    static String ask(String word) {
        return "did you mean \"" + word + "\"?";
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > WORD_MAX) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT);
        int allowed = Math.min(DISTANCE_MAX, Math.max(1, word.length() / 2));
        return known.stream()
                .filter(candidate -> distance(lower, candidate) <= allowed)
                .min(
                        Comparator.comparingInt((String candidate) -> distance(lower, candidate))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static int distance(String one, String other) {
        String b = other.toLowerCase(Locale.ROOT);
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        java.util.Arrays.setAll(last, j -> j);
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], last[j]));
                if (i > 1 && j > 1 && swapped(one, b, i, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, String b, int i, int j) {
        return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
