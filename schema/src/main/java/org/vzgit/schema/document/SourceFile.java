package org.vzgit.schema.document;

/// One file of a desired state, as it was read from a commit or a directory.
///
/// @param path relative to the root of the desired state, with `/`
/// @param text the decoded content
public record SourceFile(String path, String text) {}
