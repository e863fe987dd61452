package org.vzgit.schema.document;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.VeField;
import tools.jackson.databind.JsonNode;

/// Finds the one node of a VE: by name, or by labels.
///
/// @param nodes the readable ones
/// @param brokenNames the names of nodes whose documents have errors, as far as they are readable
/// @param anyBroken whether some node could not be read, named or not
record NodeChoice(SortedMap<NodeName, NodeSpec> nodes, Set<String> brokenNames, boolean anyBroken) {
    private static final String NODE = Pointer.of(VeField.NODE);
    private static final String MATCH_LABELS = NODE + "/matchLabels";

    /// The node, or empty when there is none, more than one, or one that cannot be read.
    Optional<NodeName> choose(Document ve, Findings findings) {
        JsonNode written = ve.json(NODE);
        return written.isObject() ? byLabels(ve, findings) : byName(ve, findings);
    }

    private Optional<NodeName> byName(Document ve, Findings findings) {
        Optional<Place> place = ve.place(NODE);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        String text = place.get().text();
        if (!NodeName.SYNTAX.matcher(text).matches()) {
            return Optional.empty();
        }
        NodeName name = new NodeName(text);
        if (nodes.containsKey(name) || (nodes.isEmpty() && !anyBroken)) {
            return Optional.of(name);
        }
        if (!brokenNames.contains(text)) {
            findings.add(
                    DiagnosticCode.UNKNOWN_NODE,
                    ve.span(NODE),
                    "no node " + Quantity.quote(text),
                    Suggestion.didYouMean(
                            text, nodes.keySet().stream().map(NodeName::value).toList()));
        }
        return Optional.empty();
    }

    private Optional<NodeName> byLabels(Document ve, Findings findings) {
        SortedMap<String, String> wanted = Labels.of(ve.json(MATCH_LABELS));
        List<NodeName> matching =
                nodes.values().stream()
                        .filter(node -> node.labels().entrySet().containsAll(wanted.entrySet()))
                        .map(NodeSpec::name)
                        .toList();
        if (wanted.isEmpty()) {
            findings.add(
                    DiagnosticCode.UNKNOWN_NODE, ve.keySpan(NODE), "node selector has no labels");
            return Optional.empty();
        }
        if (anyBroken) {
            return Optional.empty();
        }
        if (matching.size() > 1) {
            findings.add(
                    DiagnosticCode.TWO_NODES,
                    ve.keySpan(NODE),
                    matching.size() + " nodes match: " + listed(matching));
        }
        if (matching.isEmpty()) {
            findings.add(
                    DiagnosticCode.UNKNOWN_NODE, ve.keySpan(NODE), "no node has labels " + wanted);
        }
        return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
    }

    private static String listed(List<NodeName> names) {
        return names.stream().map(NodeName::value).collect(Collectors.joining(", "));
    }
}
