package org.vzgit.schema;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Everything that one revision wants, of all nodes, after all checks.
///
/// @param ves the VEs without errors
/// @param frozen VEs whose documents have errors: they stay exactly as they are on their node
/// @param complete false when some document is so broken that it is unknown which VE it meant; then
///   no VE may be taken for removed
/// @param diagnostics all findings, sorted by position
/// @param documents how many documents the files held, of all kinds, readable or not
public record DesiredState(
        Revision revision,
        SortedMap<VeId, VeSpec> ves,
        SortedSet<VeId> frozen,
        boolean complete,
        SortedMap<NodeName, NodeSpec> nodes,
        SortedMap<TemplateName, TemplateSpec> templates,
        List<Diagnostic> diagnostics,
        int documents) {

    public DesiredState {
        ves = Collections.unmodifiableSortedMap(new TreeMap<>(ves));
        frozen = Collections.unmodifiableSortedSet(new TreeSet<>(frozen));
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
        diagnostics = List.copyOf(diagnostics);
    }

    /// A state that did not come from files: one document for each thing in it.
    public DesiredState(
            Revision revision,
            SortedMap<VeId, VeSpec> ves,
            SortedSet<VeId> frozen,
            boolean complete,
            SortedMap<NodeName, NodeSpec> nodes,
            SortedMap<TemplateName, TemplateSpec> templates,
            List<Diagnostic> diagnostics) {
        this(
                revision,
                ves,
                frozen,
                complete,
                nodes,
                templates,
                diagnostics,
                ves.size() + frozen.size() + nodes.size() + templates.size());
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /// The VEs that belong on a node, by veid.
    public SortedMap<VeId, VeSpec> vesOn(NodeName node) {
        SortedMap<VeId, VeSpec> here = new TreeMap<>();
        ves.forEach((veid, spec) -> {
            if (spec.node().equals(node)) {
                here.put(veid, spec);
            }
        });
        return here;
    }
}
