package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.DocumentKind;

/// Live VEs as the documents that would make them: planning with these finds nothing to change.
///
/// Written is what the kernel has, not what it would have anyway: a bound that is not there stays
/// unwritten, and then nobody manages it.
public final class LiveImport {
    private static final Set<Beancounter> OF_THE_CGROUP =
            EnumSet.of(Beancounter.NUMPROC, Beancounter.PHYSPAGES, Beancounter.SWAPPAGES);

    private final NodeName node;
    private final SortedMap<String, String> files = new TreeMap<>();
    private final List<Diagnostic> notes = new ArrayList<>();

    private LiveImport(NodeName node) {
        this.node = node;
    }

    /// @param known the VEs that have documents already
    public static AuthoredFiles of(
            NodeName node, SortedMap<VeId, ObservedVe> live, Set<VeId> known) {
        LiveImport run = new LiveImport(node);
        live.values().stream().filter(ve -> !known.contains(ve.veid())).forEach(run::add);
        return new AuthoredFiles(run.files, run.notes);
    }

    private void add(ObservedVe ve) {
        Optional<OwnerMark> mark =
                ve.privateArea().toOptional().flatMap(area -> area.mark().toOptional());
        if (mark.isEmpty()) {
            tell(
                    ve,
                    "has no owner mark that can be read: neither its name nor its template is"
                            + " known");
            return;
        }
        if (ve.privateArea().toOptional().filter(area -> !area.scripts().isEmpty()).isPresent()) {
            tell(ve, "has action scripts on the node, which its document does not name");
        }
        DraftDocument draft = new DraftDocument(DocumentKind.VE, mark.get().name().value());
        draft.put(VeField.VEID, ve.veid().toString());
        draft.put(VeField.NODE, Yaml.text(node.value()));
        draft.put(VeField.TEMPLATE, Yaml.text(mark.get().template().name().value()));
        if (mark.get().deletion() == DeletionPolicy.DESTROY) {
            draft.put(VeField.DELETION, "destroy");
        }
        Optional<ObservedInit> init = ve.init().toOptional().filter(ObservedInit::released);
        if (init.isPresent()) {
            running(draft, ve, init.get());
        } else {
            draft.put(VeField.STATE, "stopped");
            tell(ve, "does not run: its limits, host name and addresses are not known");
        }
        if (files.putIfAbsent("ve/" + draft.name() + ".yaml", draft.text()) != null) {
            tell(ve, "has the name " + draft.name() + ", which another VE has too");
        }
    }

    private void running(DraftDocument draft, ObservedVe ve, ObservedInit init) {
        init.hostname()
                .toOptional()
                .ifPresent(hostname -> draft.put(VeField.HOSTNAME, Yaml.text(hostname)));
        init.binds()
                .toOptional()
                .filter(binds -> !binds.isEmpty())
                .ifPresent(binds ->
                        draft.put(
                                VeField.BINDMOUNTS,
                                Yaml.list(binds.values().stream().map(BindMount::text).toList())));
        if (init.noatime().toOptional().orElse(false)) {
            draft.put(VeField.NOATIME, Yaml.text("yes"));
        }
        init.resolver().toOptional().ifPresent(resolver -> resolver(draft, resolver));
        ve.network()
                .toOptional()
                .filter(network -> !network.inside().isEmpty())
                .ifPresent(network ->
                        draft.put(
                                VeField.NETWORK_ADDRESSES,
                                Yaml.list(
                                        network.inside().stream()
                                                .map(IpAddress::toString)
                                                .toList())));
        ve.network()
                .toOptional()
                .flatMap(network -> network.rate().received())
                .ifPresent(rate -> draft.put(VeField.RATE, Yaml.value(rate.text())));
        ve.network()
                .toOptional()
                .filter(network -> !network.interfaces().isEmpty())
                .ifPresent(network ->
                        draft.put(
                                VeField.NETWORK_INTERFACES,
                                network.interfaces().values().stream()
                                        .map(one -> Yaml.mapping(one.entries()))
                                        .collect(Collectors.joining(", ", "[", "]"))));
        ve.cgroup()
                .toOptional()
                .map(ObservedCgroup::usages)
                .orElse(Map.of())
                .forEach((resource, usage) -> limit(draft, resource, usage));
        ve.beancounters()
                .toOptional()
                .orElse(Collections.emptySortedMap())
                .forEach((beancounter, row) -> beancounter(draft, beancounter, row));
    }

    /// Those that are a [Resource] too are written already, by what the cgroup has.
    private static void beancounter(DraftDocument draft, Beancounter beancounter, UbcRow row) {
        boolean bounded = row.barrier() != UbcRow.UNLIMITED || row.limit() != UbcRow.UNLIMITED;
        VeField field = VeField.at("beancounters." + beancounter.key()).orElseThrow();
        if (bounded && !OF_THE_CGROUP.contains(beancounter)) {
            BarrierLimit bounds =
                    new BarrierLimit(
                            UbcRow.limit(beancounter, row.barrier()),
                            UbcRow.limit(beancounter, row.limit()));
            draft.put(field, Yaml.value(bounds.text()));
        }
    }

    private static void resolver(DraftDocument draft, Resolver resolver) {
        if (!resolver.nameservers().isEmpty()) {
            draft.put(VeField.NETWORK_NAMESERVERS, Yaml.list(resolver.nameservers()));
        }
        if (!resolver.searchDomains().isEmpty()) {
            draft.put(VeField.NETWORK_SEARCHDOMAINS, Yaml.list(resolver.searchDomains()));
        }
    }

    private static void limit(DraftDocument draft, Resource resource, Usage usage) {
        if (usage.limit().toOptional().orElse(Limit.NOT_MANAGED) instanceof Limit.Value limit) {
            draft.put(field(resource), Yaml.value(limit.text()));
        }
    }

    /// RAM and swap under their short names, because their barriers are not used.
    private static VeField field(Resource resource) {
        return switch (resource) {
            case PHYSPAGES -> VeField.MEMORY_RAM;
            case SWAPPAGES -> VeField.MEMORY_SWAP;
            case NUMPROC, CPUUNITS, CPULIMIT, CPUMASK, NODEMASK, IOPRIO, IOLIMIT, IOPSLIMIT ->
                    resource.field();
        };
    }

    private void tell(ObservedVe ve, String what) {
        notes.add(
                new Diagnostic(
                        DiagnosticCode.CONF_NOT_CARRIED,
                        new Origin("node/" + ve.veid(), 1, 1),
                        1,
                        "VE " + ve.veid() + " " + what,
                        "",
                        ""));
    }
}
