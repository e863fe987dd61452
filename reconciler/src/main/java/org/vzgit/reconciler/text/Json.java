package org.vzgit.reconciler.text;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes one JSON text (RFC 8259), two blanks of indent a level.
///
/// The few documents that vzgit prints do not need a library whose class loading would cost more
/// than the command itself.
public final class Json {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    /// One entry for each open object or array: whether it has content already.
    private final Deque<Boolean> filled = new ArrayDeque<>();

    private boolean afterKey;

    public Json object() {
        return open('{');
    }

    public Json endObject() {
        return close('}');
    }

    public Json array() {
        return open('[');
    }

    public Json endArray() {
        return close(']');
    }

    public Json key(String key) {
        separate();
        quote(key);
        text.append(": ");
        afterKey = true;
        return this;
    }

    public Json value(String value) {
        separate();
        quote(value);
        return this;
    }

    public Json value(long value) {
        separate();
        text.append(value);
        return this;
    }

    public Json value(boolean value) {
        separate();
        text.append(value);
        return this;
    }

    public Json field(String key, String value) {
        return key(key).value(value);
    }

    public Json field(String key, long value) {
        return key(key).value(value);
    }

    public Json field(String key, boolean value) {
        return key(key).value(value);
    }

    /// The whole text with a newline at its end.
    ///
    /// @throws IllegalStateException while something is still open
    public String text() {
        if (!filled.isEmpty()) {
            throw new IllegalStateException(filled.size() + " objects or arrays are open");
        }
        return text + "\n";
    }

    private Json open(char bracket) {
        separate();
        text.append(bracket);
        filled.push(false);
        return this;
    }

    private Json close(char bracket) {
        if (filled.pop()) {
            newline();
        }
        text.append(bracket);
        return this;
    }

    private void separate() {
        if (afterKey) {
            afterKey = false;
            return;
        }
        if (!filled.isEmpty()) {
            if (filled.pop()) {
                text.append(',');
            }
            filled.push(true);
            newline();
        }
    }

    private void newline() {
        text.append('\n').append(INDENT.repeat(filled.size()));
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(hex(c >> 4)).append(hex(c & 0xf));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static char hex(int digit) {
        return Character.forDigit(digit, 16);
    }
}
