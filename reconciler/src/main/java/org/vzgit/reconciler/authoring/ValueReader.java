package org.vzgit.reconciler.authoring;

import java.util.Optional;
import org.vzgit.reconciler.authoring.ConfParser.ConfValue;

/// Reads one value character by character, as a shell would, but runs nothing.
final class ValueReader {
    private static final char NO_QUOTE = 0;

    /// The one variable that vzctl itself fills in, in VE_ROOT and VE_PRIVATE.
    private static final String VEID = "VEID";

    private final String line;
    private final StringBuilder value = new StringBuilder();
    private int at;
    private char quote = NO_QUOTE;

    ValueReader(String line, int from) {
        this.line = line;
        at = from;
    }

    ConfValue read() {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (quote == NO_QUOTE && Character.isWhitespace(c)) {
                return rest();
            }
            if (quote == NO_QUOTE && (c == ';' || c == '|' || c == '&')) {
                return wrong("a command, which is not run");
            }
            if (c == '\\' && quote != '\'') {
                if (at + 1 == line.length()) {
                    return wrong("the line goes on in the next one");
                }
                value.append(line.charAt(at + 1));
                at += 2;
            } else if (isQuote(c)) {
                quote = quote == NO_QUOTE ? c : NO_QUOTE;
                at++;
            } else if (quote != '\'' && (c == '`' || c == '$') && !isVeid()) {
                return wrong("what a shell would put here is not known");
            } else {
                value.append(c);
                at++;
            }
        }
        return quote == NO_QUOTE ? done(Optional.empty()) : wrong("the quote is not closed");
    }

    private boolean isQuote(char c) {
        return quote == NO_QUOTE ? c == '"' || c == '\'' : c == quote;
    }

    private boolean isVeid() {
        boolean bare = line.startsWith("$" + VEID, at) && !isNamePart(at + 1 + VEID.length());
        return bare || line.startsWith("${" + VEID + "}", at);
    }

    private boolean isNamePart(int index) {
        return index < line.length()
                && (Character.isLetterOrDigit(line.charAt(index)) || line.charAt(index) == '_');
    }

    /// Behind the value only a comment may stand.
    private ConfValue rest() {
        String rest = line.substring(at).strip();
        if (rest.isEmpty()) {
            return done(Optional.empty());
        }
        if (rest.startsWith("#")) {
            return done(Optional.of(rest));
        }
        at += line.substring(at).length() - line.substring(at).stripLeading().length();
        return wrong("text behind the value; one with blanks needs quotes");
    }

    private ConfValue done(Optional<String> comment) {
        return new ConfValue(value.toString(), Optional.empty(), comment, at);
    }

    private ConfValue wrong(String why) {
        return new ConfValue(
                "", Optional.of(why), Optional.empty(), Math.min(at, line.length() - 1));
    }
}
