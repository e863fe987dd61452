package org.vzgit.schema.document;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A JSON Schema of ours as a tree, to find what it says of one field: its description, its
/// neighbours, an example. Knows only the keywords that our schemas use.
record SchemaTree(JsonNode root) {
    private static final Map<DocumentKind, SchemaTree> TREES = new ConcurrentHashMap<>();

    static SchemaTree of(DocumentKind kind) {
        return TREES.computeIfAbsent(
                kind, k -> new SchemaTree(SchemaTextReader.read(k.schemaText())));
    }

    /// The names of the fields of a mapping, in the schema's order.
    List<String> fieldsAt(String pointer) {
        return resolved(at(pointer))
                .path("properties")
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /// An example of a value, as people would write it.
    Optional<String> exampleAt(String pointer) {
        JsonNode examples = at(pointer).path("examples");
        return examples.isEmpty() ? Optional.empty() : Optional.of(flow(examples.get(0)));
    }

    /// What the schema says of the value at a pointer of a document; a missing node if nothing.
    JsonNode at(String pointer) {
        JsonNode schema = root;
        for (String step : Arrays.asList(pointer.split("/", -1)).subList(1, steps(pointer))) {
            schema = resolved(schema);
            JsonNode property = schema.path("properties").path(step);
            JsonNode items = schema.path("items");
            JsonNode others = schema.path("additionalProperties");
            schema = property.isMissingNode() ? (items.isMissingNode() ? others : items) : property;
        }
        return schema.has("description") ? schema : resolved(schema);
    }

    private static int steps(String pointer) {
        return pointer.split("/", -1).length;
    }

    /// Follows a reference to another schema, as profiles refer to the fields of VEs.
    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        int hash = reference.indexOf('#');
        if (hash < 0) {
            return schema;
        }
        String pointer = reference.substring(hash + 1);
        JsonNode own = hash == 0 ? root.at(pointer) : MissingNode.getInstance();
        return own.isMissingNode() ? SchemaTree.of(DocumentKind.VE).root().at(pointer) : own;
    }

    private static String flow(JsonNode example) {
        return switch (example.getNodeType()) {
            case ARRAY ->
                    example.valueStream()
                            .map(SchemaTree::flow)
                            .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
            case OBJECT ->
                    example.propertyStream()
                            .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                            .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
            default -> example.asString("");
        };
    }
}
