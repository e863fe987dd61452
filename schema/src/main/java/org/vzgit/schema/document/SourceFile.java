package org.vzgit.schema.document;

/// One file of a desired state, as it was read from a commit or a directory.
///
/// @param path relative to the root of the desired state, with `/`
/// @param text the decoded content; a byte order mark at its beginning is no part of it
public record SourceFile(String path, String text) {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    public SourceFile {
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}
