package org.vzgit.reconciler.review;

import org.vzgit.reconciler.text.SafeText;

/// Writes one XML 1.0 document, two blanks of indent a level. Text goes through [SafeText]: of the
/// control characters XML 1.0 knows three, and not even a reference to another is allowed.
final class Xml {
    private final StringBuilder text =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private int depth;

    /// Whether the last tag still takes attributes.
    private boolean inTag;

    /// Begins an element with its first attribute.
    Xml open(String name, String attribute, String value) {
        endTag();
        indent().append('<').append(name);
        inTag = true;
        depth++;
        return attribute(attribute, value);
    }

    /// @throws IllegalStateException outside of a tag
    Xml attribute(String name, String value) {
        if (!inTag) {
            throw new IllegalStateException("attribute " + name + " after its element's content");
        }
        text.append(' ').append(name).append("=\"").append(escape(value)).append('"');
        return this;
    }

    /// An element that holds text only.
    Xml element(String name, String content) {
        endTag();
        indent().append('<').append(name).append('>').append(escape(content));
        text.append("</").append(name).append(">\n");
        return this;
    }

    Xml close(String name) {
        depth--;
        if (inTag) {
            inTag = false;
            text.append("/>\n");
        } else {
            indent().append("</").append(name).append(">\n");
        }
        return this;
    }

    /// @throws IllegalStateException while an element is open
    String text() {
        if (depth != 0) {
            throw new IllegalStateException(depth + " elements are open");
        }
        return text.toString();
    }

    private void endTag() {
        if (inTag) {
            inTag = false;
            text.append(">\n");
        }
    }

    private StringBuilder indent() {
        return text.append("  ".repeat(depth));
    }

    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        value.lines()
                .forEach(line ->
                        escaped.append(escaped.isEmpty() ? "" : "\n").append(SafeText.of(line)));
        return escaped.toString()
                .replace('\ufffe', '\ufffd')
                .replace('\uffff', '\ufffd')
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
