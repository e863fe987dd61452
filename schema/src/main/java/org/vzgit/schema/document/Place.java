package org.vzgit.schema.document;

import tools.jackson.databind.JsonNode;

/// Where a value stands, and where the key does that names it.
///
/// @param key the key of a mapping entry; for an item of a list and for the document, its own value
/// @param text the written form of a scalar without quotes; empty for mappings and lists
/// @param json the value
record Place(Span key, Span value, String text, JsonNode json) {}
