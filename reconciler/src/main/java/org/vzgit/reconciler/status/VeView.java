package org.vzgit.reconciler.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// One VE as a list shows it: what the kernel has while it runs, what its document says while it
/// does not, as vzlist(8) does.
///
/// @param spec its document; empty when nobody wants it, or when only the kernel was asked
public record VeView(VeId veid, Optional<VeSpec> spec, ObservedVe live) {
    /// All VEs on the node and all that are wanted there, by veid.
    public static List<VeView> all(DesiredState desired, NodeName node, ObservedNode live) {
        Map<VeId, VeSpec> wanted = desired.vesOn(node);
        TreeSet<VeId> veids = new TreeSet<>(live.ves().keySet());
        veids.addAll(wanted.keySet());
        List<VeView> views = new ArrayList<>();
        for (VeId veid : veids) {
            views.add(new VeView(veid, Optional.ofNullable(wanted.get(veid)), live.ve(veid)));
        }
        return views;
    }

    public RunStatus status() {
        return RunStatus.of(live);
    }

    public boolean running() {
        return status() == RunStatus.RUNNING;
    }

    Optional<String> name() {
        Optional<String> known = spec.map(wanted -> wanted.name().value());
        String marked = VeNames.ofLive(live);
        return known.or(() -> Optional.of(marked).filter(name -> !name.equals(veid.toString())));
    }

    String hostname() {
        return init().flatMap(init -> init.hostname().toOptional())
                .or(() -> spec.map(VeSpec::hostname))
                .orElse("-");
    }

    String template() {
        return live.privateArea()
                .toOptional()
                .flatMap(area -> area.mark().toOptional())
                .map(mark -> mark.template().name().value())
                .or(() -> spec.map(wanted -> wanted.template().value()))
                .orElse("-");
    }

    List<String> addresses() {
        return network()
                .map(ObservedNetwork::inside)
                .or(() -> spec.map(wanted -> wanted.network().addresses()))
                .map(all -> all.stream().map(IpAddress::toString).toList())
                .orElse(List.of());
    }

    /// Packets from addresses that are not the VE's, which the node has dropped; `-` when it does
    /// not run.
    String spoofed() {
        return network().map(ObservedNetwork::refused).map(String::valueOf).orElse("-");
    }

    List<String> nameservers() {
        return resolver()
                .map(Resolver::nameservers)
                .or(() -> spec.map(wanted -> wanted.network().nameservers()))
                .orElse(List.of());
    }

    List<String> searchDomains() {
        return resolver()
                .map(Resolver::searchDomains)
                .or(() -> spec.map(wanted -> wanted.network().searchDomains()))
                .orElse(List.of());
    }

    /// The bound in force, or for a VE that does not run the written one.
    Optional<Limit> limit(Resource resource) {
        return usage(resource)
                .flatMap(usage -> usage.limit().toOptional())
                .or(() -> spec.flatMap(wanted -> of(wanted.resources(), resource)));
    }

    /// Only of a running VE: counters of one that has stopped say nothing about it.
    Optional<Usage> usage(Resource resource) {
        return running()
                ? live.cgroup().toOptional().flatMap(cgroup -> of(cgroup.usages(), resource))
                : Optional.empty();
    }

    /// The row of a running VE; of one that does not run the bounds that were written.
    Optional<UbcRow> row(Beancounter beancounter) {
        return running()
                ? live.beancounters()
                        .toOptional()
                        .flatMap(rows -> Optional.ofNullable(rows.get(beancounter)))
                : Optional.empty();
    }

    Optional<BarrierLimit> bounds(Beancounter beancounter) {
        return row(beancounter)
                .map(row -> row.bounds(beancounter))
                .or(() ->
                        spec.flatMap(wanted ->
                                Optional.ofNullable(wanted.beancounters().get(beancounter))));
    }

    private Optional<ObservedNetwork> network() {
        return running() ? live.network().toOptional() : Optional.empty();
    }

    private Optional<Resolver> resolver() {
        return init().map(ObservedInit::resolver).flatMap(Reading::toOptional);
    }

    private Optional<ObservedInit> init() {
        return live.init().toOptional().filter(ObservedInit::released);
    }

    private static <V> Optional<V> of(Map<Resource, V> all, Resource resource) {
        return Optional.ofNullable(all.get(resource));
    }
}
