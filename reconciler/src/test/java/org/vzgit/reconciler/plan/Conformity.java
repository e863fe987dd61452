package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeSpec;

/// Says whether a node is as desired, without asking the code under test.
final class Conformity {
    private final List<String> faults = new ArrayList<>();

    private Conformity() {}

    /// What is not as desired; empty on a converged node.
    static List<String> faults(DesiredState desired, ObservedNode live) {
        Conformity conformity = new Conformity();
        desired.ves().values().forEach(spec -> conformity.check(spec, live.ve(spec.veid()), live));
        return conformity.faults;
    }

    private void check(VeSpec spec, ObservedVe live, ObservedNode node) {
        Optional<OwnerMark> mark =
                live.privateArea().toOptional().flatMap(area -> area.mark().toOptional());
        expect(spec, "name", spec.name(), mark.map(OwnerMark::name));
        expect(spec, "deletion", spec.deletion(), mark.map(OwnerMark::deletion));
        Optional<ObservedInit> init = live.init().toOptional();
        if (spec.state() == RunState.STOPPED) {
            expect(spec, "init", true, Optional.of(init.isEmpty()));
            expect(spec, "cgroup", true, Optional.of(live.cgroup().toOptional().isEmpty()));
            expect(spec, "link", true, Optional.of(live.network().toOptional().isEmpty()));
            return;
        }
        expect(spec, "released", true, init.map(ObservedInit::released));
        expect(
                spec,
                "hostname",
                spec.hostname(),
                init.flatMap(process -> process.hostname().toOptional()));
        resolver(spec, init);
        network(spec, live.network().toOptional());
        expect(
                spec,
                "whole cgroup",
                true,
                live.cgroup().toOptional().map(ObservedCgroup::complete));
        spec.resources().forEach((resource, limit) -> limit(spec, resource, limit, node));
        spec.beancounters().forEach((resource, bounds) -> bounds(spec, resource, bounds, node));
    }

    private void bounds(VeSpec spec, Beancounter resource, BarrierLimit wanted, ObservedNode node) {
        if (resource.resource().isEmpty() && node.features().levelOf(resource) != UbcLevel.ABSENT) {
            expect(
                    spec,
                    resource.key(),
                    wanted,
                    node.ve(spec.veid())
                            .beancounters()
                            .toOptional()
                            .flatMap(rows -> Optional.ofNullable(rows.get(resource)))
                            .map(row -> row.bounds(resource)));
        }
    }

    private void resolver(VeSpec spec, Optional<ObservedInit> init) {
        Resolver wanted =
                new Resolver(spec.network().nameservers(), spec.network().searchDomains());
        if (!wanted.equals(Resolver.NONE)) {
            expect(
                    spec,
                    "resolver",
                    wanted,
                    init.flatMap(process -> process.resolver().toOptional()));
        }
    }

    private void network(VeSpec spec, Optional<ObservedNetwork> network) {
        expect(spec, "link", true, network.map(ObservedNetwork::ready));
        expect(spec, "inside", spec.network().addresses(), network.map(ObservedNetwork::inside));
        expect(spec, "routed", spec.network().addresses(), network.map(ObservedNetwork::routed));
    }

    private void limit(VeSpec spec, Resource resource, Limit wanted, ObservedNode node) {
        Control control = node.features().controlOf(resource);
        if (wanted instanceof Limit.NotManaged) {
            return;
        }
        Map<Resource, Usage> usages =
                node.ve(spec.veid())
                        .cgroup()
                        .toOptional()
                        .map(ObservedCgroup::usages)
                        .orElse(Map.of());
        expect(
                spec,
                resource.key(),
                Rounding.readBack(control, resource, wanted),
                Optional.ofNullable(usages.get(resource))
                        .flatMap(usage -> usage.limit().toOptional()));
    }

    private <T> void expect(VeSpec spec, String what, T wanted, Optional<T> found) {
        if (!found.equals(Optional.of(wanted))) {
            faults.add(spec.veid() + " " + what + ": wanted " + wanted + ", found " + found);
        }
    }
}
