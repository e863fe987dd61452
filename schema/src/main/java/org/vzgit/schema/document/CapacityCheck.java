package org.vzgit.schema.document;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Overcommit;
import org.vzgit.schema.Overcommit.Threshold;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.check.Capacity;
import org.vzgit.schema.check.Demand;
import org.vzgit.schema.check.Excess;

/// Holds what all VEs of each node promise together against the node's over-commit policy.
record CapacityCheck(Findings findings) {

    void check(SortedMap<NodeName, NodeSpec> nodes, Map<VeId, VeSpec> ves) {
        Map<NodeName, SortedMap<VeId, Demand>> demands = new TreeMap<>();
        ves.forEach((veid, ve) ->
                demands.computeIfAbsent(ve.node(), _ -> new TreeMap<>()).put(veid, Demand.of(ve)));
        demands.forEach((name, here) -> {
            NodeSpec node = nodes.get(name);
            if (node != null) {
                check(node, here);
            }
        });
    }

    private void check(NodeSpec node, SortedMap<VeId, Demand> ves) {
        var capacity = node.supply().capacity();
        Overcommit policy = capacity.overcommit();
        for (Excess excess : Capacity.of(capacity, ves).above(policy)) {
            Origin at =
                    policy.written(excess.figure()).map(Threshold::origin).orElse(node.origin());
            findings.add(
                    excess.denied()
                            ? DiagnosticCode.NODE_OVERCOMMIT_DENIED
                            : DiagnosticCode.NODE_OVERCOMMITTED,
                    new Span(at, excess.figure().key().length()),
                    "node " + node.name() + ": " + excess.text());
        }
    }
}
