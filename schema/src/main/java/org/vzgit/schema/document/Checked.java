package org.vzgit.schema.document;

/// A document that was held against the JSON Schema of its kind.
///
/// @param sound whether it has that shape
record Checked(Document document, boolean sound) {}
