package org.vzgit.schema.document;

import org.vzgit.schema.Origin;

/// The text of one YAML document.
///
/// @param firstLine the line of its file at which the text begins, counted from 1
record DocumentText(String path, int firstLine, String text) {
    Span start() {
        return new Span(new Origin(path, firstLine, 1), Span.REST_OF_LINE);
    }
}
