package org.vzgit.reconciler.authoring;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Values in YAML's flow style, so that every reader takes text for text.
final class Yaml {
    /// Words and names that no YAML version takes for something else than text: they begin with a
    /// letter and have none of YAML's own characters.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./+-]*");

    /// What YAML 1.1 readers, which editors and yq still have inside, take for a truth value or
    /// nothing.
    private static final Pattern SPECIAL =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|inf|nan");

    /// OpenVZ values that are safe without quotes: `240`, `2.2G`, `0:256M`, `33792:unlimited`. Not
    /// `188:206`, which YAML 1.1 reads as a number in base 60.
    private static final Pattern VALUE =
            Pattern.compile(
                    "0|[1-9][0-9]*|[0-9]+(\\.[0-9]+)?[BKMGTP%]"
                        + "|[0-9]+(\\.[0-9]+)?[BKMGTP]?:([0-9]+(\\.[0-9]+)?[BKMGTP]|unlimited)");

    private Yaml() {}

    /// A number, a size or two of them.
    static String value(String value) {
        return VALUE.matcher(value).matches() ? value : text(value);
    }

    static String text(String value) {
        return PLAIN.matcher(value).matches() && !SPECIAL.matcher(value).matches()
                ? value
                : quoted(value);
    }

    static String list(List<String> values) {
        return values.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
    }

    static String mapping(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /// Double quotes, in which YAML has an escape for everything (YAML 1.2.2, 5.7).
    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(c -> text.append(escaped(c)));
        return text.append('"').toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            default -> isPrintable(c) ? Character.toString(c) : "\\U%08x".formatted(c);
        };
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
