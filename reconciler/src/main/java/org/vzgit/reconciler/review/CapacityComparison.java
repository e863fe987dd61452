package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Overcommit;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;
import org.vzgit.schema.check.Capacity;
import org.vzgit.schema.check.Demand;
import org.vzgit.schema.check.Excess;
import org.vzgit.schema.check.Measure;

/// What a node promises and uses, before and after a change: OpenVZ's figures.
final class CapacityComparison {
    private final ReviewRequest request;
    private final NodeName node;
    private final Optional<NodeSnapshot> snapshot;

    private CapacityComparison(ReviewRequest request, NodeName node) {
        this.request = request;
        this.node = node;
        this.snapshot = request.snapshotOf(node);
    }

    /// In the order of [CapacityFigure]; none for a node that head does not describe.
    static List<CapacityRow> of(ReviewRequest request, NodeName node) {
        NodeSpec head = request.head().nodes().get(node);
        return head == null ? List.of() : new CapacityComparison(request, node).rows(head);
    }

    private List<CapacityRow> rows(NodeSpec head) {
        NodeSpec base = request.base().nodes().getOrDefault(node, head);
        Capacity before = capacity(base, request.base());
        Capacity after = capacity(head, request.head());
        Map<CapacityFigure, Excess> above = new HashMap<>();
        Overcommit policy = head.supply().capacity().overcommit();
        after.above(policy).forEach(excess -> above.put(excess.figure(), excess));
        List<CapacityRow> rows = new ArrayList<>();
        for (CapacityFigure figure : CapacityFigure.values()) {
            if (isTold(figure)) {
                Optional<Excess> excess = Optional.ofNullable(above.get(figure));
                Origin origin =
                        policy.written(figure)
                                .map(Overcommit.Threshold::origin)
                                .orElse(head.origin());
                rows.add(
                        new CapacityRow(
                                figure, before.of(figure), after.of(figure), excess, origin));
            }
        }
        return rows;
    }

    /// Without a snapshot nothing is used as far as anybody knows, which is not nothing.
    private boolean isTold(CapacityFigure figure) {
        return snapshot.isPresent() || !figure.isUtilisation();
    }

    private Capacity capacity(NodeSpec spec, DesiredState state) {
        SortedMap<VeId, Demand> ves = new TreeMap<>();
        state.vesOn(node).forEach((veid, ve) -> ves.put(veid, demand(ve)));
        return Capacity.of(spec.supply().capacity(), ves);
    }

    private Demand demand(VeSpec ve) {
        Demand wanted = Demand.of(ve);
        return snapshot.map(seen ->
                        new Demand(
                                wanted.running(),
                                wanted.bounds(),
                                held(seen, ve.veid()),
                                wanted.share()))
                .orElse(wanted);
    }

    /// A VE that the snapshot does not have did not run, so it used nothing.
    private static Map<Beancounter, Long> held(NodeSnapshot snapshot, VeId veid) {
        Map<Beancounter, Long> held = new EnumMap<>(Beancounter.class);
        for (Beancounter beancounter : Beancounter.values()) {
            if (snapshot.ves().containsKey(veid)) {
                snapshot.counter(veid, beancounter.key())
                        .held()
                        .ifPresent(value -> held.put(beancounter, value));
            } else {
                held.put(beancounter, 0L);
            }
        }
        return held;
    }

    /// What a reviewer reads first of a node: what it promises of its memory.
    static Optional<CapacityRow> headline(List<CapacityRow> rows) {
        return rows.stream()
                .filter(row -> row.figure() == CapacityFigure.MEMORY_SWAP_COMMITMENT)
                .filter(row -> row.after() instanceof Measure.Known)
                .findFirst();
    }
}
