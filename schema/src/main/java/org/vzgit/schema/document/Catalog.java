package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;

/// The documents of one revision as values, by kind; what is broken keeps its name, so that a VE
/// that needs it is frozen and not told that it does not exist.
final class Catalog {
    private final Collector collector;
    private final Findings findings;
    private final List<VeDocument> ves = new ArrayList<>();
    private final Map<String, ProfileDocument> profiles = new TreeMap<>();
    private final SortedMap<NodeName, NodeSpec> nodes = new TreeMap<>();
    private final Map<NodeName, Document> nodeDocuments = new HashMap<>();
    private final SortedMap<TemplateName, TemplateSpec> templates = new TreeMap<>();
    private final Set<String> brokenNodes = new HashSet<>();
    private final Set<String> brokenTemplates = new HashSet<>();

    Catalog(Collector collector, Findings findings) {
        this.collector = collector;
        this.findings = findings;
        templates.put(TemplateSpec.BUSYBOX, TemplateDocument.BUSYBOX);
        for (DocumentKind kind : DocumentKind.values()) {
            read(kind);
        }
    }

    List<VeDocument> ves() {
        return ves;
    }

    Map<String, ProfileDocument> profiles() {
        return profiles;
    }

    SortedMap<TemplateName, TemplateSpec> templates() {
        return templates;
    }

    Set<String> brokenTemplates() {
        return brokenTemplates;
    }

    NodeChoice nodes() {
        return new NodeChoice(
                nodes, brokenNodes, !brokenNodes.isEmpty() || collector.nodeUnreadable());
    }

    /// The document of a node that could be read.
    Document nodeDocument(NodeName node) {
        return Objects.requireNonNull(nodeDocuments.get(node));
    }

    private void read(DocumentKind kind) {
        Names names = new Names(kind, findings);
        collector.of(kind).forEach(checked -> names.add(checked.document()));
        for (Checked checked : collector.of(kind)) {
            read(checked, checked.sound() && names.isUnique(checked.document()));
        }
    }

    private void read(Checked checked, boolean sound) {
        Document document = checked.document();
        switch (document.kind()) {
            case VE -> ves.add(VeDocument.of(checked, sound, findings));
            case PROFILE -> {
                ProfileDocument profile = ProfileDocument.of(checked, sound);
                Names.of(document).ifPresent(name -> profiles.put(name, profile));
            }
            case NODE -> {
                Optional<NodeSpec> node =
                        sound ? NodeDocument.read(document, findings) : Optional.empty();
                node.ifPresentOrElse(
                        spec -> {
                            nodes.put(spec.name(), spec);
                            nodeDocuments.put(spec.name(), document);
                        },
                        () -> brokenNodes.add(Names.of(document).orElse("")));
            }
            case TEMPLATE -> readTemplate(document, sound);
        }
    }

    private void readTemplate(Document document, boolean sound) {
        if (sound) {
            TemplateSpec template = TemplateDocument.read(document, findings);
            templates.put(template.name(), template);
        } else {
            brokenTemplates.add(Names.of(document).orElse(""));
        }
    }
}
