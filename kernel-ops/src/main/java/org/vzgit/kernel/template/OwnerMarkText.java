package org.vzgit.kernel.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeName;

/// The owner mark as a text file: `key=value` lines in a fixed order, the first of which is the
/// version of the format.
///
/// Strict on purpose: a mark decides whether a VE may be destroyed, so one that is not exactly of
/// this form is damaged and protects the VE.
final class OwnerMarkText {
    private static final String VERSION = "1";

    private static final List<String> KEYS =
            List.of(
                    "vzgit-owner",
                    "repository",
                    "name",
                    "template",
                    "commit",
                    "author",
                    "deletion");

    private OwnerMarkText() {}

    static String write(OwnerMark mark) {
        List<String> values =
                List.of(
                        VERSION,
                        mark.repository(),
                        mark.name().value(),
                        mark.template().text(),
                        mark.applied().id(),
                        mark.applied().author(),
                        mark.deletion().name().toLowerCase(Locale.ROOT));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < KEYS.size(); i++) {
            text.append(KEYS.get(i)).append('=').append(escape(values.get(i))).append('\n');
        }
        return text.toString();
    }

    /// @throws IllegalArgumentException saying what is wrong
    static OwnerMark read(String text) {
        Map<String, String> values = values(text);
        if (!value(values, "vzgit-owner").equals(VERSION)) {
            throw new IllegalArgumentException(
                    "an owner mark of version " + value(values, "vzgit-owner"));
        }
        return new OwnerMark(
                value(values, "repository"),
                new VeName(value(values, "name")),
                template(value(values, "template")),
                new Revision(value(values, "commit"), value(values, "author")),
                deletion(value(values, "deletion")));
    }

    private static Map<String, String> values(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("an owner mark that breaks off");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals < 0 || values.containsKey(line.substring(0, equals))) {
                throw new IllegalArgumentException("an owner mark with the line " + line);
            }
            values.put(line.substring(0, equals), unescape(line.substring(equals + 1)));
        }
        if (!List.copyOf(values.keySet()).equals(KEYS)) {
            throw new IllegalArgumentException("an owner mark with the keys " + values.keySet());
        }
        return values;
    }

    private static String value(Map<String, String> values, String key) {
        return values.getOrDefault(key, "");
    }

    private static TemplateRef template(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("an owner mark with the template " + text);
        }
        return new TemplateRef(new TemplateName(text.substring(0, at)), text.substring(at + 1));
    }

    private static DeletionPolicy deletion(String text) {
        for (DeletionPolicy policy : DeletionPolicy.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("an owner mark with the deletion policy " + text);
    }

    /// An author's name is free text: it must not be able to begin a line of its own.
    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && ++i < value.length()) {
                text.append(unescaped(value.charAt(i)));
            } else if (c == '\\') {
                throw new IllegalArgumentException(
                        "an owner mark with a backslash at a line's end");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static char unescaped(char c) {
        return switch (c) {
            case '\\' -> '\\';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> throw new IllegalArgumentException("an owner mark with the escape \\" + c);
        };
    }
}
