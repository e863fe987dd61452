package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.reconciler.diff.BeancounterChange;
import org.vzgit.reconciler.diff.BindChange;
import org.vzgit.reconciler.diff.InterfaceChange;
import org.vzgit.reconciler.diff.NetworkChange;
import org.vzgit.reconciler.diff.RateChange;
import org.vzgit.reconciler.diff.ResourceChange;
import org.vzgit.reconciler.diff.WantedResolver;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Changes of a VE that runs and goes on running.
final class LiveSteps {
    private final Chain chain;
    private final VeSpec spec;
    private final ObservedVe live;
    private final Causes causes;

    LiveSteps(Chain chain, VeSpec spec, ObservedVe live) {
        this.chain = chain;
        this.spec = spec;
        this.live = live;
        this.causes = new Causes(spec);
    }

    void add(Features features) {
        ResourceChange.of(spec, features, live).forEach(this::resource);
        BeancounterChange.of(spec, features, live).forEach(this::beancounter);
        live.init().toOptional().ifPresent(this::inside);
        network();
    }

    private void resource(ResourceChange change) {
        Draft set =
                chain.add(
                        new SetResource(spec.veid(), change.resource(), change.to()),
                        causes.of(change),
                        change.lowers() ? Risk.SHRINK : Risk.LIVE,
                        List.of());
        Contended.of(change.resource())
                .ifPresent(amount -> {
                    if (change.lowers()) {
                        set.frees().add(amount);
                    } else if (change.raises()) {
                        set.takes().add(amount);
                    }
                });
    }

    private void beancounter(BeancounterChange change) {
        Draft set =
                chain.add(
                        new SetBeancounter(spec.veid(), change.resource(), change.to()),
                        causes.of(change),
                        change.lowers() ? Risk.SHRINK : Risk.LIVE,
                        List.of());
        contend(change, set);
    }

    static void contend(BeancounterChange change, Draft set) {
        Contended.of(change.resource())
                .ifPresent(memory -> {
                    if (change.lowers()) {
                        set.frees().add(memory);
                    } else if (change.raises()) {
                        set.takes().add(memory);
                    }
                });
    }

    private void inside(ObservedInit init) {
        String hostname = init.hostname().toOptional().orElse("");
        if (!hostname.equals(spec.hostname())) {
            chain.add(
                    new SetHostname(spec.veid(), spec.hostname()),
                    causes.of(VeField.HOSTNAME, hostname, spec.hostname()),
                    Risk.LIVE,
                    List.of());
        }
        binds(BindChange.of(spec, init));
        Resolver resolver = init.resolver().toOptional().orElse(Resolver.NONE);
        WantedResolver.of(spec)
                .filter(wanted -> !wanted.equals(resolver))
                .ifPresent(wanted ->
                        chain.add(
                                new WriteResolver(spec.veid(), wanted),
                                causes.resolver(resolver, wanted),
                                Risk.RELOAD,
                                List.of()));
    }

    /// One after the other: a directory can be the target of another one's way.
    private void binds(BindChange change) {
        List<Draft> before = List.of();
        for (BindMount mount : change.remove()) {
            var remove = new RemoveBindMount(spec.veid(), mount);
            before = List.of(chain.add(remove, causes.removes(mount), Risk.SHRINK, before));
        }
        for (BindMount mount : change.add()) {
            var add = new AddBindMount(spec.veid(), mount);
            before = List.of(chain.add(add, causes.adds(mount), Risk.LIVE, before));
        }
    }

    private void network() {
        NetworkChange change = NetworkChange.of(spec, live.network());
        for (IpAddress address : change.remove()) {
            Draft remove =
                    chain.add(
                            new RemoveAddress(spec.veid(), address),
                            causes.removes(address),
                            Risk.SHRINK,
                            List.of());
            remove.frees().add(new Contended.Address(address));
        }
        List<Draft> attached = change.attach() ? List.of(attach()) : List.of();
        RateChange.of(spec, live.network()).ifPresent(rate -> rate(rate, attached));
        for (InterfaceChange one : InterfaceChange.of(spec, live.network())) {
            interfaces(one, attached);
        }
        for (IpAddress address : change.add()) {
            Draft add =
                    chain.add(
                            new AddAddress(spec.veid(), address),
                            causes.adds(address),
                            Risk.LIVE,
                            attached);
            add.takes().add(new Contended.Address(address));
        }
    }

    /// What goes first may have the name on the host that another one is to get.
    private void interfaces(InterfaceChange change, List<Draft> attached) {
        if (change.to().isPresent()) {
            var set = new SetInterface(spec.veid(), change.to().get());
            List<Draft> before = new ArrayList<>(attached);
            chain.drafts().stream()
                    .filter(draft -> draft.operation() instanceof RemoveInterface)
                    .forEach(before::add);
            chain.add(set, causes.of(change), Risk.LIVE, before);
        } else {
            var remove = new RemoveInterface(spec.veid(), change.from().orElseThrow().name());
            chain.add(remove, causes.of(change), Risk.SHRINK, List.of());
        }
    }

    private void rate(RateChange change, List<Draft> attached) {
        chain.add(
                new SetRate(spec.veid(), change.to()),
                causes.of(VeField.RATE, change.from().text(), change.toText()),
                change.lowers() ? Risk.SHRINK : Risk.LIVE,
                attached);
    }

    /// Makes a broken link anew, without the addresses that it had.
    private Draft attach() {
        Draft attach =
                chain.add(
                        new AttachNetwork(spec.veid()),
                        causes.part("network", "", "attached"),
                        Risk.LIVE,
                        List.of());
        live.network().toOptional().ifPresent(attach::freeAddresses);
        return attach;
    }
}
