package org.vzgit.schema.document;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.NodeSupply.Capacity;
import org.vzgit.schema.Origin;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.TemplateChoice;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.VeSpec.FieldUse;

/// Holds VEs against everything that they refer to, and against each other.
final class VeResolver {
    private static final String TEMPLATE = Pointer.of(VeField.TEMPLATE);

    private final Catalog catalog;
    private final ScriptFiles scripts;
    private final Findings findings;
    private final Frozen frozen;
    private final NodeChoice nodes;
    private final ProfileFolder folder;
    private final VeClashes clashes;
    private final AfterCheck after;
    private final SortedMap<VeId, VeSpec> ves = new TreeMap<>();

    VeResolver(Catalog catalog, ScriptFiles scripts, Frozen frozen, Findings findings) {
        this.catalog = catalog;
        this.scripts = scripts;
        this.findings = findings;
        this.frozen = frozen;
        nodes = catalog.nodes();
        folder = new ProfileFolder(catalog.profiles(), findings);
        clashes = new VeClashes(findings, frozen);
        after = new AfterCheck(catalog.ves(), findings);
    }

    /// The VEs without errors; all others are frozen after this.
    SortedMap<VeId, VeSpec> resolve() {
        checkProfiles();
        catalog.ves().forEach(this::resolve);
        ves.keySet().removeIf(frozen::contains);
        return ves;
    }

    /// Finds unknown profiles and cycles among profiles that no VE uses, too.
    private void checkProfiles() {
        catalog.profiles()
                .forEach((name, profile) -> {
                    Fields folded = folder.fold(new Link(name, profile.document().span("")));
                    if (folded.sound()) {
                        new ConsistencyCheck(profile.fields(), folded).profile(findings);
                    }
                });
    }

    private void resolve(VeDocument ve) {
        clashes.add(ve);
        Optional<NodeName> node = nodes.choose(ve.document(), findings);
        Optional<TemplateSpec> template = template(ve.document());
        Fields folded = folder.fold(ve.profiles()).under(ve.fields());
        Fields fields = node.map(name -> inPercentOfOneCpu(folded, name)).orElse(folded);
        boolean placed = node.isPresent() && withinPools(ve, node.get());
        boolean sound = ve.sound() && fields.sound() && isConsistent(ve, fields, node);
        var found = scripts.of(fields);
        if (sound && placed && template.isPresent() && found.isPresent()) {
            put(ve, fields, new Home(node.get(), template.get(), found.get()));
        } else {
            frozen.add(ve.veid());
        }
    }

    private boolean isConsistent(VeDocument ve, Fields fields, Optional<NodeName> node) {
        return new ConsistencyCheck(ve.fields(), fields)
                .ve(node.map(this::capacity).orElse(Capacity.UNKNOWN), findings);
    }

    private record Home(
            NodeName node, TemplateSpec template, SortedMap<ScriptAction, ActionScript> scripts) {}

    /// Without the version; the schema check has told of what is not a name.
    private static String templateName(String written) {
        int at = written.indexOf('@');
        return at < 0 ? written : written.substring(0, at);
    }

    private Optional<TemplateSpec> template(Document ve) {
        Optional<Link> link = ve.link(TEMPLATE);
        String name = link.map(Link::name).map(VeResolver::templateName).orElse("");
        if (catalog.brokenTemplates().contains(name)) {
            return Optional.empty();
        }
        Optional<TemplateSpec> template =
                catalog.templates().values().stream()
                        .filter(spec -> spec.name().value().equals(name))
                        .findFirst();
        if (link.isPresent() && template.isEmpty()) {
            findings.add(
                    DiagnosticCode.UNKNOWN_TEMPLATE,
                    link.get().at(),
                    "no template " + Quantity.quote(name),
                    Suggestion.didYouMean(
                            name,
                            catalog.templates().keySet().stream()
                                    .map(TemplateName::value)
                                    .toList()));
        }
        return template;
    }

    /// A share of the whole node becomes a cap like any other.
    private Fields inPercentOfOneCpu(Fields fields, NodeName name) {
        Optional<Setting> limit = fields.get(VeField.CPU_LIMIT);
        if (limit.isEmpty()
                || !(limit.get().value() instanceof FieldValue.NodeShare(int percent))) {
            return fields;
        }
        OptionalInt cpus = capacity(name).cpus();
        if (cpus.isEmpty()) {
            findings.add(
                    DiagnosticCode.CPU_COUNT_UNKNOWN,
                    limit.get().at(),
                    "cpu.limit " + percent + "% needs capacity.cpus of node " + name,
                    "without % it is in percent of one CPU");
            return fields.unsound();
        }
        CpuPercent cap = new CpuPercent(percent * cpus.getAsInt());
        return fields.with(VeField.CPU_LIMIT, new FieldValue.Single(Limit.of(cap)));
    }

    private Capacity capacity(NodeName name) {
        NodeSpec node = nodes.nodes().get(name);
        return node == null ? Capacity.UNKNOWN : node.supply().capacity();
    }

    private boolean withinPools(VeDocument ve, NodeName name) {
        NodeSpec node = nodes.nodes().get(name);
        boolean all = true;
        for (var entry : ve.addresses().entrySet()) {
            if (node != null && !node.supply().allows(entry.getKey())) {
                all = false;
                findings.add(
                        DiagnosticCode.ADDRESS_OUTSIDE_POOLS,
                        entry.getValue(),
                        "address " + entry.getKey() + " is in no address pool of node " + name);
            }
        }
        return all;
    }

    private void put(VeDocument ve, Fields fields, Home home) {
        Document document = ve.document();
        VeId veid = ve.veid().orElseThrow();
        VeIdentity identity = new VeIdentity(veid, ve.name().orElseThrow(), home.node());
        VeSpec.Builder builder =
                new VeSpec.Builder(identity, home.template().name(), document.origin());
        document.text(TEMPLATE)
                .map(TemplateChoice::parse)
                .ifPresent(choice -> builder.templateVersion(choice.version()));
        Labels.of(document.json("/metadata/labels")).forEach(builder::label);
        for (VeField field : VeField.values()) {
            document.place(Pointer.of(field))
                    .ifPresent(place -> builder.writtenAt(field, place.key().origin()));
        }
        if (home.template().source() instanceof TemplateSpec.Source.NotYet) {
            Origin origin = document.span(TEMPLATE).origin();
            builder.unsupported(new FieldUse(VeField.TEMPLATE, origin));
        }
        VeAssembler.assemble(builder, veid, fields);
        builder.actionScripts(home.scripts());
        VeSpec spec = builder.build();
        after.check(ve, spec);
        ves.put(veid, spec);
    }
}
