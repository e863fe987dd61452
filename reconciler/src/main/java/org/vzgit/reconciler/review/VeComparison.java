package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.diff.WantedResolver;
import org.vzgit.reconciler.diff.WrittenAt;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// The changed fields of one VE. Those that the differ found come first; then what it passes over
/// because the kernel would not change now. A review that hid those would say "no changes" of a
/// commit that has some.
final class VeComparison {
    private final ReviewRequest request;
    private final List<FieldReview> fields = new ArrayList<>();

    private VeComparison(ReviewRequest request) {
        this.request = request;
    }

    /// @param base the VE in the base revision on the same node; empty when it is new there
    static List<FieldReview> of(
            ReviewRequest request, Change.Update change, Optional<VeSpec> base) {
        VeComparison comparison = new VeComparison(request);
        for (FieldChange field : change.fields()) {
            comparison.fields.add(comparison.field(change, field));
        }
        base.ifPresent(before -> comparison.dormant(before, change.spec()));
        return comparison.fields;
    }

    /// Of a VE that needs nothing now.
    static List<FieldReview> ofKept(ReviewRequest request, VeSpec base, VeSpec head) {
        VeComparison comparison = new VeComparison(request);
        comparison.dormant(base, head);
        return comparison.fields;
    }

    /// What a new VE gets.
    static List<FieldReview> ofNew(VeSpec head) {
        List<FieldReview> fields = new ArrayList<>();
        for (IpAddress address : head.network().addresses()) {
            fields.add(
                    FieldReview.of(
                                    VeField.NETWORK_ADDRESSES.display(),
                                    "",
                                    address.toString(),
                                    How.NEW)
                            .at(head.originOf(VeField.NETWORK_ADDRESSES)));
        }
        head.resources()
                .forEach((resource, limit) -> {
                    if (!limit.equals(Limit.NOT_MANAGED)) {
                        fields.add(
                                FieldReview.of(resource.key(), "", limit.text(), How.NEW)
                                        .at(WrittenAt.of(head, resource)));
                    }
                });
        for (Beancounter beancounter : Beancounter.values()) {
            String to = text(head, beancounter);
            if (!to.isEmpty()) {
                fields.add(
                        FieldReview.of(beancounter.key(), "", to, How.NEW)
                                .at(origin(head, beancounter)));
            }
        }
        return fields;
    }

    /// `state` is a live field of a document, and anything but that for whoever uses the VE.
    private FieldReview field(Change.Update change, FieldChange field) {
        FieldReview review = FieldReview.of(field, use(change, field));
        return field.field().equals(VeField.STATE.display())
                ? FieldReview.of(field.field(), field.from(), field.to(), How.STATE)
                        .at(field.origin())
                : review;
    }

    private FieldReview.Use use(Change.Update change, FieldChange field) {
        for (Resource resource : Resource.values()) {
            if (resource.key().equals(field.field())) {
                return use(change, resource);
            }
        }
        for (Beancounter beancounter : Beancounter.values()) {
            if (beancounter.key().equals(field.field())) {
                return use(change.spec(), beancounter);
            }
        }
        return FieldReview.Use.UNKNOWN;
    }

    private FieldReview.Use use(VeSpec spec, Beancounter beancounter) {
        Counter counter =
                request.snapshotOf(spec.node())
                        .map(seen -> seen.counter(spec.veid(), beancounter.key()))
                        .orElse(Counter.UNKNOWN);
        BarrierLimit wanted =
                spec.beancounters().getOrDefault(beancounter, BarrierLimit.both(Limit.NOT_MANAGED));
        boolean allowed = request.allowed().allows(spec, beancounter.key());
        return counter.isKnown()
                ? new FieldReview.Use(
                        LiveUse.of(beancounter, counter),
                        Cut.of(beancounter, wanted, counter, allowed))
                : FieldReview.Use.UNKNOWN;
    }

    private FieldReview.Use use(Change.Update change, Resource resource) {
        Optional<Usage> usage =
                change.live()
                        .cgroup()
                        .toOptional()
                        .map(ObservedCgroup::usages)
                        .flatMap(usages -> Optional.ofNullable(usages.get(resource)));
        Limit wanted = change.spec().resources().getOrDefault(resource, Limit.NOT_MANAGED);
        boolean allowed = request.allowed().allows(change.spec(), resource.key());
        return usage.map(seen ->
                        new FieldReview.Use(LiveUse.of(seen), Cut.of(seen, wanted, allowed)))
                .orElse(FieldReview.Use.UNKNOWN);
    }

    /// The differ compares the values of a VE only while it runs on both sides; one that starts
    /// gets all of them with its start.
    private void dormant(VeSpec base, VeSpec head) {
        Set<String> told = new HashSet<>();
        fields.forEach(field -> told.add(field.field()));
        boolean runs = base.state() == RunState.RUNNING && head.state() == RunState.RUNNING;
        for (Resource resource : Resource.values()) {
            if (!told.contains(resource.key())) {
                passedOver(
                        resource.key(),
                        text(base, resource),
                        text(head, resource),
                        runs,
                        WrittenAt.of(head, resource));
            }
        }
        if (!runs) {
            atStart(VeField.HOSTNAME, base.hostname(), head.hostname(), head);
            atStart(VeField.NETWORK_ADDRESSES, list(base), list(head), head);
        }
        String resolver = VeField.NETWORK_NAMESERVERS.display();
        if (!told.contains(resolver)) {
            passedOver(resolver, resolver(base), resolver(head), runs, WrittenAt.ofResolver(head));
        }
        for (Beancounter beancounter : Beancounter.values()) {
            if (!told.contains(beancounter.key())) {
                passedOver(
                        beancounter.key(),
                        text(base, beancounter),
                        text(head, beancounter),
                        runs,
                        origin(head, beancounter));
            }
        }
    }

    private void atStart(VeField field, String from, String to, VeSpec head) {
        if (!from.equals(to)) {
            fields.add(
                    FieldReview.of(field.display(), from, to, How.NEXT_START)
                            .at(head.originOf(field)));
        }
    }

    private void passedOver(
            String field, String from, String to, boolean runs, Optional<Origin> origin) {
        if (!from.equals(to)) {
            How how = runs || to.isEmpty() ? How.NO_EFFECT : How.NEXT_START;
            fields.add(FieldReview.of(field, from, to, how).at(origin));
        }
    }

    /// Empty where the file is the VE's own affair.
    private static String resolver(VeSpec spec) {
        return WantedResolver.of(spec).map(WantedResolver::text).orElse("");
    }

    private static Optional<Origin> origin(VeSpec spec, Beancounter beancounter) {
        return VeField.at("beancounters." + beancounter.key()).flatMap(spec::originOf);
    }

    /// Those that are resources are told as such.
    private static String text(VeSpec spec, Beancounter beancounter) {
        BarrierLimit value = spec.beancounters().get(beancounter);
        return value == null || beancounter.resource().isPresent() ? "" : value.text();
    }

    private static String text(VeSpec spec, Resource resource) {
        Limit limit = spec.resources().getOrDefault(resource, Limit.NOT_MANAGED);
        return limit.equals(Limit.NOT_MANAGED) ? "" : limit.text();
    }

    private static String list(VeSpec spec) {
        return String.join(
                " ", spec.network().addresses().stream().map(IpAddress::toString).toList());
    }
}
