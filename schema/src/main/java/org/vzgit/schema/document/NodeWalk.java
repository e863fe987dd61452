package org.vzgit.schema.document;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.vzgit.schema.DiagnosticCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns a composed YAML node into a [Tree]; finds duplicate keys, which the composer lets pass.
final class NodeWalk {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Integers up to this many characters fit a long.
    private static final int LONG_CHARS = 18;

    /// Longer integers are only ever out of range; converting them exactly takes quadratic time.
    private static final int EXACT_CHARS = 100;

    private final Marks marks;
    private final Findings findings;
    private final Map<String, Place> places = new HashMap<>();
    private int nodes;
    private int depth;
    private boolean duplicateKeys;

    private NodeWalk(Marks marks, Findings findings) {
        this.marks = marks;
        this.findings = findings;
    }

    /// @throws BoundExceeded if aliases make the document larger or deeper than [InputBounds] allow
    static Tree walk(Node root, Marks marks, Findings findings) {
        NodeWalk walk = new NodeWalk(marks, findings);
        JsonNode json = walk.value(root, "", marks.spanOf(root));
        return new Tree(json, walk.places, walk.duplicateKeys);
    }

    private JsonNode value(Node node, String pointer, Span key) {
        if (++nodes > InputBounds.NODES_MAX) {
            throw new BoundExceeded(
                    "more than " + InputBounds.NODES_MAX + " values after aliases",
                    node.getStartMark());
        }
        JsonNode json =
                switch (node) {
                    case ScalarNode scalar -> scalar(scalar);
                    case SequenceNode list -> nested(node, () -> list(list, pointer));
                    case MappingNode mapping -> nested(node, () -> mapping(mapping, pointer));
                    default -> JSON.nullNode();
                };
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        places.put(pointer, new Place(key, marks.spanOf(node), text, json));
        return json;
    }

    /// An alias to one of its own parents makes a node that contains itself.
    private JsonNode nested(Node node, java.util.function.Supplier<JsonNode> content) {
        if (++depth > InputBounds.DEPTH_MAX) {
            throw new BoundExceeded(
                    "nested deeper than " + InputBounds.DEPTH_MAX + " levels", node.getStartMark());
        }
        JsonNode json = content.get();
        depth--;
        return json;
    }

    private JsonNode list(SequenceNode list, String pointer) {
        ArrayNode json = JSON.arrayNode();
        int index = 0;
        for (Node item : list.getValue()) {
            json.add(value(item, pointer + "/" + index++, marks.spanOf(item)));
        }
        return json;
    }

    private JsonNode mapping(MappingNode mapping, String pointer) {
        ObjectNode json = JSON.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            Span at = marks.spanOf(entry.getKeyNode());
            String child = Pointer.below(pointer, key);
            if (json.has(key)) {
                duplicateKeys = true;
                findings.add(DiagnosticCode.DUPLICATE_KEY, at, duplicate(key, child));
            } else {
                json.set(key, value(entry.getValueNode(), child, at));
            }
        }
        return json;
    }

    private String duplicate(String key, String pointer) {
        Place first = places.get(pointer);
        return "duplicate key \""
                + key
                + "\""
                + (first == null ? "" : ", first written in line " + first.key().origin().line());
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        if (tag.equals(Tag.FLOAT)) {
            return real(text);
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return tag.equals(Tag.NULL) ? JSON.nullNode() : JSON.stringNode(text);
    }

    private static JsonNode integer(String text) {
        try {
            if (text.length() <= LONG_CHARS) {
                return JSON.numberNode(Long.parseLong(text));
            }
            return text.length() <= EXACT_CHARS
                    ? JSON.numberNode(new BigInteger(text))
                    : JSON.numberNode(Double.POSITIVE_INFINITY);
        } catch (NumberFormatException _) {
            // An explicit tag, `!!int abc`, is not checked by the composer.
            return JSON.stringNode(text);
        }
    }

    /// Floats stay binary: a BigDecimal from `1e999999999` takes hours to become an integer.
    private static JsonNode real(String text) {
        try {
            return JSON.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException _) {
            return JSON.stringNode(text);
        }
    }
}
