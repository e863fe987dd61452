package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.BeancounterChange;
import org.vzgit.reconciler.diff.BindChange;
import org.vzgit.reconciler.diff.ResourceChange;
import org.vzgit.reconciler.diff.Restart;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.reconciler.diff.WantedResolver;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// From a VE that does not run, or must not run on as it is, to one that does: everything around
/// the first process is there before it becomes the VE's init. A crash in between leaves at most a
/// held process, which ends with its launcher.
final class StartSteps {
    private static final Seconds AT_ONCE = new Seconds(0);

    private final Chain chain;
    private final VeSpec spec;
    private final ObservedVe live;
    private final Risk risk;
    private final Causes causes;
    private final List<ResourceChange> resources;
    private final List<BeancounterChange> beancounters;

    StartSteps(Chain chain, VeSpec spec, ObservedVe live, StartOn on) {
        this.chain = chain;
        this.spec = spec;
        this.live = live;
        this.risk = on.risk();
        this.causes = new Causes(spec);
        this.resources = ResourceChange.of(spec, on.features(), live);
        this.beancounters = BeancounterChange.of(spec, on.features(), live);
    }

    /// @param base what the private area is
    /// @param after the steps that make it and its template
    void add(Base base, List<Draft> after) {
        List<Draft> stopped = stop(after);
        List<Draft> detached = detach(stopped);
        List<Draft> ready = new ArrayList<>(stopped);
        ready.addAll(bounds(stopped));
        Cause started = cause();
        Draft held =
                chain.add(
                        new Launch(
                                veid(),
                                base.template(),
                                base.uid(),
                                spec.hostname(),
                                spec.noatime()),
                        started,
                        risk,
                        ready);
        List<Draft> around = new ArrayList<>(List.of(held));
        around.addAll(network(held, detached));
        around.addAll(binds(held));
        WantedResolver.of(spec).ifPresent(wanted -> around.add(resolver(wanted, held)));
        chain.add(new ReleaseInit(veid()), started, risk, around);
    }

    /// A restart takes the VE down only when everything that its start waits for is there: its
    /// template, and what other VEs give back.
    private List<Draft> stop(List<Draft> after) {
        RunPhase phase = RunPhase.of(live);
        if (phase == RunPhase.STOPPED) {
            return after;
        }
        boolean held = phase == RunPhase.HELD;
        Draft stop =
                chain.add(
                        new StopVe(veid(), held ? AT_ONCE : spec.stopTimeout()),
                        cause(),
                        risk,
                        after);
        if (!held) {
            resources.forEach(change -> take(change, stop));
            beancounters.forEach(change -> take(change, stop));
        }
        return List.of(stop);
    }

    /// A link that outlived its VE cannot be given to the next one.
    private List<Draft> detach(List<Draft> stopped) {
        return switch (live.network()) {
            case Reading.Absent<ObservedNetwork> _, Reading.Unreadable<ObservedNetwork> _ ->
                    List.of();
            case Reading.Present<ObservedNetwork>(ObservedNetwork network) ->
                    List.of(
                            StopSteps.detach(
                                    chain,
                                    new DetachNetwork(veid()),
                                    network,
                                    causes.part("network", "left over", ""),
                                    new StopSteps.Place(risk, stopped)));
        };
    }

    private List<Draft> bounds(List<Draft> stopped) {
        List<Draft> steps = new ArrayList<>();
        if (!hasWholeCgroup()) {
            steps.add(
                    chain.add(
                            new CreateCgroup(veid()),
                            causes.part("cgroup", "", "complete"),
                            risk,
                            stopped));
        }
        List<Draft> cgroup = List.copyOf(steps);
        for (ResourceChange change : resources) {
            steps.add(bound(change, cgroup));
        }
        for (BeancounterChange change : beancounters) {
            steps.add(bound(change, cgroup));
        }
        return steps;
    }

    /// A bound that is there is lowered without waiting for anything: two VEs that restart, each
    /// growing by what the other gives back, would wait for each other otherwise.
    private Draft bound(ResourceChange change, List<Draft> cgroup) {
        Draft set =
                chain.add(
                        new SetResource(veid(), change.resource(), change.to()),
                        causes.of(change),
                        risk,
                        change.lowers() ? List.of() : cgroup);
        if (change.lowers()) {
            Contended.of(change.resource()).ifPresent(set.frees()::add);
        }
        take(change, set);
        return set;
    }

    private Draft bound(BeancounterChange change, List<Draft> cgroup) {
        Draft set =
                chain.add(
                        new SetBeancounter(veid(), change.resource(), change.to()),
                        causes.of(change),
                        risk,
                        change.lowers() ? List.of() : cgroup);
        LiveSteps.contend(change, set);
        return set;
    }

    private List<Draft> network(Draft held, List<Draft> detached) {
        List<Draft> before = new ArrayList<>(detached);
        before.add(held);
        Draft attach =
                chain.add(
                        new AttachNetwork(veid()),
                        causes.part("network", "", "attached"),
                        risk,
                        before);
        List<Draft> steps = new ArrayList<>(List.of(attach));
        spec.network().rate().ifPresent(rate -> steps.add(rate(rate, attach)));
        for (NetInterface one : spec.network().interfaces()) {
            Cause cause = causes.of(VeField.NETWORK_INTERFACES, "", one.text());
            var set = new SetInterface(veid(), one);
            steps.add(chain.add(set, cause, risk, List.of(attach)));
        }
        for (IpAddress address : spec.network().addresses()) {
            Draft add =
                    chain.add(
                            new AddAddress(veid(), address),
                            causes.adds(address),
                            risk,
                            List.of(attach));
            add.takes().add(new Contended.Address(address));
            steps.add(add);
        }
        return steps;
    }

    private Draft rate(NetRate rate, Draft attach) {
        return chain.add(
                new SetRate(veid(), Optional.of(rate)),
                causes.of(VeField.RATE, "", rate.text()),
                risk,
                List.of(attach));
    }

    /// Before the init runs: what it starts finds its directories.
    private List<Draft> binds(Draft held) {
        List<Draft> steps = new ArrayList<>();
        Draft before = held;
        for (BindMount mount : BindChange.inOrder(spec)) {
            var add = new AddBindMount(veid(), mount);
            before = chain.add(add, causes.adds(mount), risk, List.of(before));
            steps.add(before);
        }
        return steps;
    }

    private Draft resolver(Resolver wanted, Draft held) {
        return chain.add(
                new WriteResolver(veid(), wanted),
                causes.resolver(Resolver.NONE, wanted),
                risk,
                List.of(held));
    }

    private static void take(ResourceChange change, Draft draft) {
        if (change.raises()) {
            Contended.of(change.resource()).ifPresent(draft.takes()::add);
        }
    }

    private static void take(BeancounterChange change, Draft draft) {
        if (change.raises()) {
            Contended.of(change.resource()).ifPresent(draft.takes()::add);
        }
    }

    private boolean hasWholeCgroup() {
        return live.cgroup().toOptional().filter(ObservedCgroup::complete).isPresent();
    }

    private Cause cause() {
        if (RunPhase.of(live) != RunPhase.RUNNING) {
            return causes.state(from(), "running");
        }
        return Restart.isForCgroup(live)
                ? causes.part("cgroup", "incomplete", "complete")
                : causes.noatime();
    }

    private String from() {
        return live.privateArea().toOptional().isEmpty() ? "" : RunPhase.of(live).text();
    }

    private VeId veid() {
        return spec.veid();
    }

    /// What a VE is launched on.
    record Base(TemplateRef template, long uid) {}

    /// How a start is to be seen.
    record StartOn(Features features, Risk risk) {}
}
