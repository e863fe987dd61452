package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;

/// Cuts a file at its `---` lines, so that a syntax error costs only its own document.
///
/// YAML 1.2 forbids a line that begins with `---` and a blank inside every kind of scalar (rule
/// `c-forbidden`), so the cut needs no parser.
final class DocumentSplitter {
    private static final String MARKER = "---";

    private final String path;
    private final String text;
    private final List<DocumentText> parts = new ArrayList<>();
    private int start;
    private int startLine = 1;
    private boolean content;

    private DocumentSplitter(SourceFile file) {
        path = file.path();
        text = file.text();
    }

    /// The documents in their order. What stands before the first marker is a document only if it
    /// says anything: directives and comments belong to the document that follows.
    static List<DocumentText> split(SourceFile file) {
        return new DocumentSplitter(file).split();
    }

    private List<DocumentText> split() {
        int line = 1;
        for (int at = 0; at < text.length(); line++) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline + 1;
            boolean marker = isMarker(at);
            if (marker && content) {
                cut(at, line);
            }
            content |= saysAnything(marker ? at + MARKER.length() : at, end);
            at = end;
        }
        if (content) {
            cut(text.length(), line);
        }
        return parts;
    }

    private void cut(int end, int line) {
        parts.add(new DocumentText(path, startLine, text.substring(start, end)));
        start = end;
        startLine = line;
        content = false;
    }

    private boolean isMarker(int at) {
        int after = at + MARKER.length();
        return text.startsWith(MARKER, at)
                && (after == text.length() || Character.isWhitespace(text.charAt(after)));
    }

    private boolean saysAnything(int from, int end) {
        int at = from;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < end
                && text.charAt(at) != '#'
                && !(at == from && (text.charAt(at) == '%' || text.startsWith("...", at)));
    }
}
