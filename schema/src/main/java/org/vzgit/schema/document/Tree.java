package org.vzgit.schema.document;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One YAML document as JSON, with the place of every value.
///
/// @param places by JSON pointer (RFC 6901): `""` is the document, `/spec/veid` a field
/// @param duplicateKeys whether some key stood twice, so that a value is missing here
record Tree(JsonNode root, Map<String, Place> places, boolean duplicateKeys) {}
