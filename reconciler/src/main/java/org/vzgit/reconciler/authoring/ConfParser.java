package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;

/// Reads `NAME="value"` lines the way vzctl does (4.11 `lib/config.c`): a shell's syntax of which
/// nothing is run. One setting a line; `#` begins a comment; quotes where there are blanks; a
/// backslash is removed and what follows it stays; of two lines with one name the first one wins.
///
/// What only a shell could tell (`$NAME` other than `$VEID`, `` `command` ``, `$(command)`, lines
/// that go on) is refused with its place, and the rest of the file is read.
final class ConfParser {
    /// Longest line that is looked at: 4,096 characters hold the longest list of addresses that a
    /// VE can have here.
    static final int LINE_CHARS_MAX = 8_192;

    /// Settings of one file: four times all names that vzctl and its successors know.
    static final int SETTINGS_MAX = 512;

    private static final Pattern NAME =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=");

    private final ConfNotes notes;
    private final List<String> header = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private final List<ConfLine> settings = new ArrayList<>();
    private final Map<String, Origin> seen = new HashMap<>();
    private boolean begun;

    private ConfParser(ConfNotes notes) {
        this.notes = notes;
    }

    static ConfFile parse(ConfSource source, ConfNotes notes) {
        ConfParser parser = new ConfParser(notes);
        if (source.text().length() > ConfSource.CHARS_MAX) {
            parser.refuse(1, 1, 1, "more than " + ConfSource.CHARS_MAX + " characters");
            return new ConfFile(List.of(), List.of(), List.of());
        }
        int number = 0;
        for (String line : source.text().lines().toList()) {
            number++;
            parser.line(number, line);
        }
        return new ConfFile(parser.header, parser.settings, parser.pending);
    }

    private void line(int number, String line) {
        String stripped = line.strip();
        if (stripped.isEmpty()) {
            if (!begun && header.isEmpty()) {
                header.addAll(pending);
                pending.clear();
            }
        } else if (stripped.startsWith("#")) {
            pending.add(comment(stripped));
        } else if (line.length() > LINE_CHARS_MAX) {
            refuse(number, 1, 1, "a line of " + line.length() + " characters");
        } else {
            begun = true;
            setting(number, line);
        }
    }

    private void setting(int number, String line) {
        Matcher name = NAME.matcher(line);
        if (!name.lookingAt()) {
            int column = 1 + line.length() - line.stripLeading().length();
            refuse(number, column, line.strip().length(), "not of the form NAME=\"value\"");
            return;
        }
        ConfValue value = ConfValue.read(line, name.end());
        if (value.wrong().isPresent()) {
            refuse(number, value.end() + 1, 1, value.wrong().get());
            return;
        }
        List<String> comments = new ArrayList<>(pending);
        pending.clear();
        value.comment().map(ConfParser::comment).ifPresent(comments::add);
        keep(
                new ConfLine(
                        name.group(1),
                        value.text(),
                        List.copyOf(comments),
                        notes.at(number, 1 + name.start(1))));
    }

    private void keep(ConfLine setting) {
        Origin first = seen.putIfAbsent(setting.name(), setting.origin());
        if (first != null) {
            notes.add(
                    DiagnosticCode.CONF_DUPLICATE,
                    setting.origin(),
                    setting.name().length(),
                    setting.name() + " stands in line " + first.line() + " already, which wins");
        } else if (settings.size() == SETTINGS_MAX) {
            refuse(
                    setting.origin().line(),
                    setting.origin().column(),
                    setting.name().length(),
                    "more than " + SETTINGS_MAX + " settings; the rest is not read");
        } else if (settings.size() < SETTINGS_MAX) {
            settings.add(setting);
        }
    }

    private void refuse(int line, int column, int length, String message) {
        notes.add(DiagnosticCode.CONF_SYNTAX, notes.at(line, column), length, message);
    }

    private static String comment(String text) {
        String content = text.replaceFirst("^#+ ?", "");
        return content.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\t' ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .stripTrailing();
    }

    /// What follows `NAME=` in one line.
    ///
    /// @param wrong why it cannot be taken
    /// @param comment the comment behind it, with its `#`
    /// @param end how far the line was read
    record ConfValue(String text, Optional<String> wrong, Optional<String> comment, int end) {

        static ConfValue read(String line, int from) {
            return new ValueReader(line, from).read();
        }
    }
}
