package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.List;

/// Cuts a file before its `---` and behind its `...` lines, so that a syntax error costs only its
/// own document and every document is counted.
///
/// YAML 1.2 forbids a line that begins with either and a blank inside every kind of scalar (rule
/// `c-forbidden`), so the cut needs no parser. A line ends with LF, CR LF or CR.
final class DocumentSplitter {
    private static final String MARKER = "---";
    private static final String END = "...";

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
            int end = lineEnd(at);
            boolean marker = isMarker(MARKER, at);
            if (marker && content) {
                cut(at, line);
            }
            content |= saysAnything(marker ? at + MARKER.length() : at, end);
            if (content && isMarker(END, at)) {
                cut(end, line + 1);
            }
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

    /// The index behind the line that begins at `from`, its line end included.
    private int lineEnd(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        boolean two = text.startsWith("\r\n", at);
        return Math.min(text.length(), at + (two ? 2 : 1));
    }

    private boolean isMarker(String marker, int at) {
        int after = at + marker.length();
        return text.startsWith(marker, at)
                && (after == text.length() || Character.isWhitespace(text.charAt(after)));
    }

    private boolean saysAnything(int from, int end) {
        int at = from;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < end
                && text.charAt(at) != '#'
                && !(at == from && (text.charAt(at) == '%' || text.startsWith(END, at)));
    }
}
