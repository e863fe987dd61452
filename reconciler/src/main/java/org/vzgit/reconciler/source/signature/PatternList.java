package org.vzgit.reconciler.source.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// PATTERNS of ssh_config(5): `*` is any text, `?` any character, and `!` before one excludes what
/// it matches from all the others.
record PatternList(List<Pattern> wanted, List<Pattern> excluded) {
    static PatternList of(List<String> patterns) {
        List<Pattern> wanted = new ArrayList<>();
        List<Pattern> excluded = new ArrayList<>();
        for (String pattern : patterns) {
            if (pattern.startsWith("!")) {
                excluded.add(glob(pattern.substring(1)));
            } else {
                wanted.add(glob(pattern));
            }
        }
        return new PatternList(wanted, excluded);
    }

    boolean matches(String text) {
        return any(wanted, text) && !any(excluded, text);
    }

    private static boolean any(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    /// Runs of `*` are one: each further one would multiply the time of a failing match.
    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.replaceAll("\\*+", "*").toCharArray()) {
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
