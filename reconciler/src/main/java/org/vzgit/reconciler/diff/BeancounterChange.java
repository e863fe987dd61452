package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeSpec;

/// Barrier and limit of one beancounter that are not what is wanted.
///
/// @param from the bounds in force; empty when the VE has no beancounter yet
/// @param to the bounds as they were written
public record BeancounterChange(
        Beancounter resource, Optional<BarrierLimit> from, BarrierLimit to) {

    /// The managed beancounters that this node knows and whose bounds differ, in the order of
    /// [Beancounter]; a beancounter that is not there yet begins without bounds. The three that are
    /// resources are compared as such, by [ResourceChange].
    public static List<BeancounterChange> of(VeSpec spec, Features features, ObservedVe live) {
        Map<Beancounter, UbcRow> rows = live.beancounters().toOptional().orElse(new TreeMap<>());
        List<BeancounterChange> changes = new ArrayList<>();
        managed(spec)
                .forEach((resource, wanted) -> {
                    Optional<UbcRow> row = Optional.ofNullable(rows.get(resource));
                    if (features.levelOf(resource) != UbcLevel.ABSENT
                            && !isInForce(row.orElse(UbcRow.EMPTY), wanted)) {
                        changes.add(
                                new BeancounterChange(
                                        resource, row.map(r -> r.bounds(resource)), wanted));
                    }
                });
        return changes;
    }

    /// What the document bounds and is no resource.
    static SortedMap<Beancounter, BarrierLimit> managed(VeSpec spec) {
        SortedMap<Beancounter, BarrierLimit> managed = new TreeMap<>();
        spec.beancounters()
                .forEach((resource, value) -> {
                    if (resource.resource().isEmpty() && isManaged(value)) {
                        managed.put(resource, value);
                    }
                });
        return managed;
    }

    /// Takes away from what the VE had, and gives nothing.
    public boolean lowers() {
        return from.isPresent() && barrier() <= 0 && limit() <= 0 && barrier() + limit() < 0;
    }

    /// Gives more of something than the VE had; a VE without a beancounter had nothing.
    public boolean raises() {
        return from.isEmpty() || barrier() > 0 || limit() > 0;
    }

    private int barrier() {
        return compare(to.barrier(), from.map(BarrierLimit::barrier).orElse(Limit.UNLIMITED));
    }

    private int limit() {
        return compare(to.limit(), from.map(BarrierLimit::limit).orElse(Limit.UNLIMITED));
    }

    private static int compare(Limit left, Limit right) {
        return Long.compare(UbcRow.number(left), UbcRow.number(right));
    }

    private static boolean isManaged(BarrierLimit value) {
        return ResourceChange.isManaged(value.barrier()) && ResourceChange.isManaged(value.limit());
    }

    private static boolean isInForce(UbcRow row, BarrierLimit wanted) {
        return row.barrier() == UbcRow.number(wanted.barrier())
                && row.limit() == UbcRow.number(wanted.limit());
    }
}
