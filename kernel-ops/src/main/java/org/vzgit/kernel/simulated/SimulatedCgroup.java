package org.vzgit.kernel.simulated;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// A VE's cgroups. A new one bounds nothing.
final class SimulatedCgroup {
    private final Features features;
    private final Map<Resource, Limit> limits = new EnumMap<>(Resource.class);
    private final Set<Resource> missing = EnumSet.noneOf(Resource.class);

    SimulatedCgroup(Features features) {
        this.features = features;
        complete();
    }

    SimulatedCgroup copy() {
        SimulatedCgroup copy = new SimulatedCgroup(features);
        copy.limits.clear();
        copy.limits.putAll(limits);
        copy.missing.addAll(missing);
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
