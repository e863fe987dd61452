package org.vzgit.schema.document;

import java.util.List;
import java.util.stream.Collectors;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeOrder;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.Rollout.Predecessor;

/// Finds the nodes that wait for somebody who never comes: nobody, or themselves.
///
/// Errors, other than between VEs: a node whose order cannot be kept takes no commit at all. Its
/// VEs are not frozen for that, so that the node can still be held where it is and be healed.
final class NodeOrderCheck {
    private final Catalog catalog;
    private final NodeChoice nodes;
    private final NodeOrder order;
    private final Findings findings;

    NodeOrderCheck(Catalog catalog, Findings findings) {
        this.catalog = catalog;
        this.nodes = catalog.nodes();
        this.order = new NodeOrder(nodes.nodes());
        this.findings = findings;
    }

    void check() {
        nodes.nodes().values().forEach(this::check);
    }

    private void check(NodeSpec node) {
        List<Predecessor> after = node.safety().after();
        if (after.isEmpty()) {
            return;
        }
        List<NodeName> circle = order.circle(node.name());
        for (int index = 0; index < after.size(); index++) {
            Span span = catalog.nodeDocument(node.name()).span(NodeDocument.AFTER + "/" + index);
            Predecessor before = after.get(index);
            if (isUnknown(before)) {
                findings.add(
                        DiagnosticCode.UNKNOWN_NODE,
                        span,
                        "no node " + spoken(before),
                        hint(node, before));
            } else if (circle.size() > 1 && order.matching(before).contains(circle.get(1))) {
                findings.add(
                        DiagnosticCode.NODE_CYCLE,
                        span,
                        circle.size() == 2
                                ? "node " + node.name() + " cannot come after itself"
                                : "nodes wait for each other: " + listed(circle));
            }
        }
    }

    /// Labels of nodes that could not be read are not known, so any of them may be meant.
    private boolean isUnknown(Predecessor before) {
        return before.value().isPresent()
                ? order.matching(before).isEmpty() && !nodes.anyBroken()
                : !nodes.nodes().containsKey(new NodeName(before.name()))
                        && !nodes.brokenNames().contains(before.name());
    }

    private static String spoken(Predecessor before) {
        return before.value().isPresent()
                ? "has label " + Quantity.quote(before.toString())
                : Quantity.quote(before.name());
    }

    private String hint(NodeSpec node, Predecessor before) {
        return before.value().isPresent()
                ? ""
                : Suggestion.didYouMean(
                        before.name(),
                        nodes.nodes().keySet().stream()
                                .filter(other -> !other.equals(node.name()))
                                .map(NodeName::value)
                                .toList());
    }

    private static String listed(List<NodeName> circle) {
        return circle.stream().map(NodeName::value).collect(Collectors.joining(" after "));
    }
}
