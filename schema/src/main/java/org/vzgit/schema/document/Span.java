package org.vzgit.schema.document;

import org.vzgit.schema.Origin;

/// A piece of one source line.
///
/// @param length in characters as people count them (code points); [#REST_OF_LINE] when the piece
///   goes on in the next line
record Span(Origin origin, int length) {
    static final int REST_OF_LINE = 0;
}
