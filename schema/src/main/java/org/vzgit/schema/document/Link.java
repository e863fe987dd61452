package org.vzgit.schema.document;

/// A name that a document mentions, and where.
record Link(String name, Span at) {}
