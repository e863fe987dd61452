package org.vzgit.kernel.text;

import java.util.Optional;

/// Finds single lines of `/proc/PID/status` (proc_pid_status(5)). The file has some sixty; a look
/// at a node reads thousands of files and needs five lines of each, so nothing is split.
///
/// The name in the first line has its newlines escaped, so no line can be forged; the first of a
/// key counts all the same.
public record StatusLines(String text) {
    /// More do not fit into a `long`.
    private static final int DIGITS_MAX = 18;

    /// What follows the colon of a key, without the blanks around it; empty without such a line.
    public Optional<String> value(String key) {
        int start = startOf(key);
        if (start < 0) {
            return Optional.empty();
        }
        int end = text.indexOf('\n', start);
        return Optional.of(text.substring(start, end < 0 ? text.length() : end).strip());
    }

    /// The first number of a line; what follows it is a unit or a second number. 0 without the
    /// line.
    ///
    /// @throws IllegalArgumentException when the line begins with no number of at most 18 digits
    public long number(String key) {
        int start = startOf(key);
        if (start < 0) {
            return 0;
        }
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        if (end == start || end - start > DIGITS_MAX) {
            throw new IllegalArgumentException(
                    "no number in: " + key + ":" + value(key).orElse(""));
        }
        return Long.parseLong(text, start, end, 10);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }

    /// Where the value begins, -1 without such a line.
    private int startOf(String key) {
        if (text.startsWith(key) && text.startsWith(":", key.length())) {
            return key.length() + 1;
        }
        int line = text.indexOf("\n" + key + ":");
        return line < 0 ? -1 : line + key.length() + 2;
    }
}
