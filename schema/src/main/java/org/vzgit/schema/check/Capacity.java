package org.vzgit.schema.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.NodeSupply;
import org.vzgit.schema.Overcommit;
import org.vzgit.schema.VeId;

/// How full a node is, with all its VEs together: OpenVZ's figures of utilisation and commitment.
///
/// @param figures all of them, in the order of the enum; what cannot be told is in it as
///   [Measure.Unknown]
public record Capacity(Map<CapacityFigure, Measure> figures) {
    public Capacity {
        Map<CapacityFigure, Measure> copy = new EnumMap<>(CapacityFigure.class);
        copy.putAll(figures);
        figures = Collections.unmodifiableMap(copy);
    }

    /// What a revision promises on a node. VEs whose documents have errors are not in it, because
    /// what they want is not known.
    public static Capacity of(NodeSpec node, DesiredState desired) {
        SortedMap<VeId, Demand> ves = new TreeMap<>();
        desired.vesOn(node.name()).forEach((veid, spec) -> ves.put(veid, Demand.of(spec)));
        return of(node.supply().capacity(), ves);
    }

    /// The figures of any VEs, desired or live, on what a node has.
    public static Capacity of(NodeSupply.Capacity supply, SortedMap<VeId, Demand> ves) {
        Map<CapacityFigure, Measure> figures = new EnumMap<>(CapacityFigure.class);
        for (CapacityFigure figure : CapacityFigure.values()) {
            OptionalLong has = Formulas.supply(figure, supply);
            figures.put(
                    figure,
                    has.isPresent()
                            ? measure(figure, has.getAsLong(), ves)
                            : new Measure.Unknown());
        }
        return new Capacity(figures);
    }

    public Measure of(CapacityFigure figure) {
        return figures.getOrDefault(figure, new Measure.Unknown());
    }

    /// The figures that are above what a policy lets pass, in the order of the enum, each with the
    /// severest of its two thresholds. An open sum counts only against a threshold that somebody
    /// wrote: guidance says nothing about VEs that have no bounds by choice.
    public List<Excess> above(Overcommit policy) {
        List<Excess> found = new ArrayList<>();
        figures.forEach((figure, measure) -> {
            OptionalInt deny = policy.denyAbove(figure);
            OptionalInt warn = policy.warnAbove(figure);
            boolean telling =
                    !(measure instanceof Measure.Open) || policy.written(figure).isPresent();
            if (telling && deny.isPresent() && measure.isAbove(deny.getAsInt())) {
                found.add(new Excess(figure, measure, deny.getAsInt(), true));
            } else if (telling && warn.isPresent() && measure.isAbove(warn.getAsInt())) {
                found.add(new Excess(figure, measure, warn.getAsInt(), false));
            }
        });
        return List.copyOf(found);
    }

    private static Measure measure(
            CapacityFigure figure, long supply, SortedMap<VeId, Demand> ves) {
        boolean largest = figure == CapacityFigure.LARGEST_ALLOCATED_LIMIT;
        boolean evenStopped =
                figure == CapacityFigure.DISK_COMMITMENT
                        || figure == CapacityFigure.DISK_UTILISATION;
        long amount = 0;
        int counted = 0;
        SortedSet<VeId> without = new TreeSet<>();
        for (var entry : ves.entrySet()) {
            if (!entry.getValue().running() && !evenStopped) {
                continue;
            }
            OptionalLong part = Formulas.of(figure, entry.getValue());
            if (part.isEmpty()) {
                without.add(entry.getKey());
            } else {
                counted++;
                amount =
                        largest
                                ? Math.max(amount, part.getAsLong())
                                : Saturating.plus(amount, part.getAsLong());
            }
        }
        if (without.isEmpty()) {
            return new Measure.Known(amount, supply);
        }
        return counted == 0 && figure.isUtilisation()
                ? new Measure.Unknown()
                : new Measure.Open(amount, supply, without);
    }
}
