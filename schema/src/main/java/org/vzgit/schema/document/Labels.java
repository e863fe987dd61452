package org.vzgit.schema.document;

import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// `labels` and `matchLabels`: text by text.
final class Labels {
    private Labels() {}

    /// The entries of a mapping that are text; the schema check reports the others.
    static SortedMap<String, String> of(JsonNode mapping) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (var entry : mapping.properties()) {
            if (entry.getValue().isString()) {
                labels.put(entry.getKey(), entry.getValue().asString());
            }
        }
        return labels;
    }
}
