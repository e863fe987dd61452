package org.vzgit.schema.document;

/// A field's value, and where the value was written.
record Setting(FieldValue value, Span at) {}
