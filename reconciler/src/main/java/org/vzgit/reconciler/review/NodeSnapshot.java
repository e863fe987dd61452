package org.vzgit.reconciler.review;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

/// What a node's VEs used at one moment, small enough to be kept beside the desired state: a review
/// sees whether a new limit would hurt without reaching the node.
///
/// @param revision the last revision that was applied there; its id is empty when nobody knows
/// @param ves the counters of each running VE, by OpenVZ name
public record NodeSnapshot(
        NodeName node,
        Instant takenAt,
        Revision revision,
        Features features,
        SortedMap<VeId, SortedMap<String, Counter>> ves) {

    public NodeSnapshot {
        TreeMap<VeId, SortedMap<String, Counter>> copy = new TreeMap<>();
        ves.forEach((veid, counters) ->
                copy.put(veid, Collections.unmodifiableSortedMap(new TreeMap<>(counters))));
        ves = Collections.unmodifiableSortedMap(copy);
    }

    /// Of a node that was just looked at. What could not be read is left out.
    public static NodeSnapshot of(
            NodeName node, Instant takenAt, Revision revision, ObservedNode observed) {
        SortedMap<VeId, SortedMap<String, Counter>> ves = new TreeMap<>();
        observed.ves()
                .forEach((veid, ve) -> {
                    if (ve.cgroup() instanceof Reading.Present<ObservedCgroup>) {
                        ves.put(veid, counters(ve));
                    }
                });
        return new NodeSnapshot(node, takenAt, revision, observed.features(), ves);
    }

    private static SortedMap<String, Counter> counters(ObservedVe ve) {
        SortedMap<String, Counter> counters = new TreeMap<>();
        ve.beancounters()
                .toOptional()
                .ifPresent(rows ->
                        rows.forEach(
                                (resource, row) -> counters.put(resource.key(), Counter.of(row))));
        ve.cgroup()
                .toOptional()
                .ifPresent(cgroup ->
                        cgroup.usages()
                                .forEach((resource, usage) ->
                                        counters.put(resource.key(), Counter.of(usage))));
        counters.values().removeIf(counter -> !counter.isKnown());
        return counters;
    }

    /// Reads what [#json] wrote.
    ///
    /// @throws IllegalArgumentException with what is wrong with the text
    public static NodeSnapshot parse(String json) {
        return SnapshotText.parse(json);
    }

    /// As `snapshot.v1.schema.json` has it, with a newline at its end.
    public String json() {
        return SnapshotText.of(this);
    }

    /// [Counter#UNKNOWN] for a VE or a resource that the snapshot does not have.
    Counter counter(VeId veid, String resource) {
        Map<String, Counter> counters = ves.getOrDefault(veid, Collections.emptySortedMap());
        return counters.getOrDefault(resource, Counter.UNKNOWN);
    }
}
