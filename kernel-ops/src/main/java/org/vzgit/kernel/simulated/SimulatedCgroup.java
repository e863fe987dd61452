package org.vzgit.kernel.simulated;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// A VE's cgroups. A new one bounds nothing.
final class SimulatedCgroup {
    private final Features features;
    private final Map<Resource, Limit> limits = new EnumMap<>(Resource.class);
    private final Set<Resource> missing = EnumSet.noneOf(Resource.class);
    private final Map<Beancounter, UbcRow> rows = new EnumMap<>(Beancounter.class);

    SimulatedCgroup(Features features) {
        this.features = features;
        complete();
    }

    SimulatedCgroup copy() {
        SimulatedCgroup copy = new SimulatedCgroup(features);
        copy.limits.clear();
        copy.limits.putAll(limits);
        copy.missing.addAll(missing);
        copy.rows.putAll(rows);
        return copy;
    }

    boolean isComplete() {
        return missing.isEmpty();
    }

    boolean has(Resource resource) {
        return limits.containsKey(resource);
    }

    /// Makes what is missing; what is there keeps its settings.
    void complete() {
        missing.clear();
        for (Resource resource : Resource.values()) {
            if (features.controlOf(resource) != Control.ABSENT && !has(resource)) {
                set(resource, Limit.UNLIMITED);
            }
        }
    }

    void set(Resource resource, Limit limit) {
        limits.put(resource, Rounding.readBack(features.controlOf(resource), resource, limit));
    }

    void set(Beancounter resource, BarrierLimit value) {
        rows.put(
                resource,
                row(resource)
                        .bounded(UbcRow.number(value.barrier()), UbcRow.number(value.limit())));
    }

    /// What the VE's processes do, or the kernel's memory of it.
    void count(Beancounter resource, UbcRow row) {
        rows.put(resource, row);
    }

    UbcRow row(Beancounter resource) {
        return rows.getOrDefault(resource, UbcRow.EMPTY);
    }

    /// Every beancounter that this node knows.
    SortedMap<Beancounter, UbcRow> counted() {
        SortedMap<Beancounter, UbcRow> all = new TreeMap<>();
        for (Beancounter beancounter : Beancounter.values()) {
            if (features.levelOf(beancounter) != UbcLevel.ABSENT) {
                all.put(beancounter, bounded(beancounter));
            }
        }
        return all;
    }

    private UbcRow bounded(Beancounter beancounter) {
        UbcRow row = row(beancounter);
        return beancounter
                .resource()
                .map(resource -> UbcRow.number(limits.getOrDefault(resource, Limit.UNLIMITED)))
                .map(bound ->
                        row.bounded(
                                beancounter.meaning() == Beancounter.Meaning.LIMIT ? 0 : bound,
                                bound))
                .orElse(row);
    }

    /// Loses the hierarchy of a resource.
    void lose(Resource resource) {
        limits.remove(resource);
        missing.add(resource);
    }

    ObservedCgroup observed() {
        Map<Resource, Usage> usages = new EnumMap<>(Resource.class);
        limits.forEach(
                (resource, limit) -> usages.put(resource, Usage.ofLimit(Reading.present(limit))));
        return new ObservedCgroup(isComplete(), usages);
    }
}
