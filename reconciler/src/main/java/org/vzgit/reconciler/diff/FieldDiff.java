package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Compares one VE that is there with what is wanted, field by field.
final class FieldDiff {
    private final VeSpec spec;
    private final ObservedVe live;
    private final Features features;
    private final List<FieldChange> changes = new ArrayList<>();

    private FieldDiff(VeSpec spec, ObservedVe live, Features features) {
        this.spec = spec;
        this.live = live;
        this.features = features;
    }

    /// Empty when the VE is as wanted. Everything that a comparison needs has been read.
    static List<FieldChange> of(VeSpec spec, ObservedVe live, Features features) {
        FieldDiff diff = new FieldDiff(spec, live, features);
        LiveMark.of(live).ifPresent(diff::mark);
        switch (WantedState.of(spec, live)) {
            case RUNNING -> diff.running();
            case STOPPED -> diff.stopped();
            case SUSPENDED -> diff.state();
        }
        diff.disk();
        diff.scripts();
        return diff.changes;
    }

    /// `applied` is not compared: a commit that changes nothing for this VE is no reason to touch
    /// it.
    private void mark(OwnerMark mark) {
        String name = spec.name().value();
        if (!mark.name().equals(spec.name())) {
            add("name", mark.name().value(), name, Disruption.LIVE, Optional.of(spec.origin()));
        }
        if (mark.deletion() != spec.deletion()) {
            add(VeField.DELETION, lower(mark.deletion()), lower(spec.deletion()));
        }
        if (!mark.template().satisfies(spec.templateChoice())) {
            add(
                    VeField.TEMPLATE,
                    TemplateText.of(mark.template(), spec),
                    spec.templateChoice().text());
        }
    }

    private void running() {
        RunPhase phase = RunPhase.of(live);
        if (phase != RunPhase.RUNNING) {
            state();
        } else if (Restart.isForCgroup(live)) {
            add("cgroup", "incomplete", "complete", Disruption.RESTART, Optional.empty());
        }
        if (Restart.isForRoot(spec, live)) {
            add(VeField.NOATIME, yes(!spec.noatime()), yes(spec.noatime()));
        }
        resources();
        if (phase == RunPhase.RUNNING) {
            live.init().toOptional().ifPresent(this::inside);
            network();
        }
    }

    private void stopped() {
        if (RunPhase.of(live) != RunPhase.STOPPED) {
            state();
            return;
        }
        if (live.network() instanceof Reading.Present) {
            add("network", "left over", "", Disruption.LIVE, Optional.empty());
        }
        if (live.cgroup() instanceof Reading.Present) {
            add("cgroup", "left over", "", Disruption.LIVE, Optional.empty());
        }
    }

    private void state() {
        add(
                VeField.STATE.display(),
                RunPhase.of(live).text(),
                lower(spec.state()),
                VeField.STATE.disruption(),
                spec.originOf(VeField.STATE));
    }

    /// A VE without a cgroup gets all its bounds by being started; they are no news then.
    private void resources() {
        for (Resource resource : ResourceChange.withoutMeans(spec, features)) {
            Limit wanted = spec.resources().getOrDefault(resource, Limit.NOT_MANAGED);
            add(resource, Optional.empty(), wanted);
        }
        if (live.cgroup() instanceof Reading.Present<ObservedCgroup>) {
            for (ResourceChange change : ResourceChange.of(spec, features, live)) {
                add(change.resource(), change.from(), change.to());
            }
            for (BeancounterChange change : BeancounterChange.of(spec, features, live)) {
                VeField field = change.resource().field();
                String from = change.from().map(BarrierLimit::text).orElse("");
                add(field, from, change.to().text());
            }
        }
    }

    private void disk() {
        for (DiskChange change : DiskChange.of(spec, live)) {
            Optional<Origin> origin =
                    change.field().flatMap(spec::originOf).or(() -> Optional.of(spec.origin()));
            add(change.name(), change.from(), change.to(), change.disruption(), origin);
        }
    }

    private void scripts() {
        for (ScriptChange change : ScriptChange.of(spec, live)) {
            add(
                    change.field(),
                    change.fromText(),
                    change.toText(),
                    VeField.ACTION_SCRIPTS.disruption(),
                    spec.originOf(VeField.ACTION_SCRIPTS));
        }
    }

    private void inside(ObservedInit init) {
        String hostname = init.hostname().toOptional().orElse("");
        if (!hostname.equals(spec.hostname())) {
            add(VeField.HOSTNAME, hostname, spec.hostname());
        }
        BindChange binds = BindChange.of(spec, init);
        binds.remove().forEach(mount -> add(VeField.BINDMOUNTS, mount.text(), ""));
        binds.add().forEach(mount -> add(VeField.BINDMOUNTS, "", mount.text()));
        Resolver resolver = init.resolver().toOptional().orElse(Resolver.NONE);
        WantedResolver.of(spec)
                .filter(wanted -> !wanted.equals(resolver))
                .ifPresent(wanted -> resolver(resolver, wanted));
    }

    private void resolver(Resolver from, Resolver to) {
        add(
                VeField.NETWORK_NAMESERVERS.display(),
                WantedResolver.text(from),
                WantedResolver.text(to),
                VeField.NETWORK_NAMESERVERS.disruption(),
                WrittenAt.ofResolver(spec));
    }

    private void network() {
        NetworkChange change = NetworkChange.of(spec, live.network());
        if (change.attach()) {
            add("network", "", "attached", Disruption.LIVE, Optional.empty());
        }
        RateChange.of(spec, live.network())
                .ifPresent(rate -> add(VeField.RATE, rate.from().text(), rate.toText()));
        for (InterfaceChange one : InterfaceChange.of(spec, live.network())) {
            add(VeField.NETWORK_INTERFACES, one.fromText(), one.toText());
        }
        for (IpAddress address : change.remove()) {
            add(VeField.NETWORK_ADDRESSES, address.toString(), "");
        }
        for (IpAddress address : change.add()) {
            add(VeField.NETWORK_ADDRESSES, "", address.toString());
        }
    }

    private void add(Resource resource, Optional<Limit> from, Limit to) {
        add(
                resource.key(),
                from.map(Limit::text).orElse(""),
                to.text(),
                resource.field().disruption(),
                WrittenAt.of(spec, resource));
    }

    private void add(VeField field, String from, String to) {
        add(field.display(), from, to, field.disruption(), spec.originOf(field));
    }

    private void add(
            String field, String from, String to, Disruption disruption, Optional<Origin> origin) {
        changes.add(new FieldChange(field, from, to, disruption, origin));
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
