package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Compares what one revision wants on a node with what the node has.
///
/// A VE is known by its veid alone, so a renamed VE and a moved file are no removal and no
/// creation.
public final class Differ {
    private final DesiredState desired;
    private final SortedMap<VeId, VeSpec> wanted;
    private final String repository;
    private final ObservedNode live;

    private Differ(DesiredState desired, NodeName node, String repository, ObservedNode live) {
        this.desired = desired;
        this.wanted = desired.vesOn(node);
        this.repository = repository;
        this.live = live;
    }

    /// One change for each VE, by veid.
    ///
    /// @param repository the id that this desired state writes into its owner marks
    public static List<Change> diff(
            DesiredState desired, NodeName node, String repository, ObservedNode live) {
        Differ differ = new Differ(desired, node, repository, live);
        SortedSet<VeId> veids = new TreeSet<>(differ.wanted.keySet());
        veids.addAll(live.ves().keySet());
        List<Change> changes = new ArrayList<>(veids.size());
        for (VeId veid : veids) {
            differ.change(veid).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<Change> change(VeId veid) {
        ObservedVe ve = live.ve(veid);
        Ownership ownership = Ownership.of(ve, repository);
        VeSpec spec = wanted.get(veid);
        if (spec == null && (ownership.isSomebodyElses() || isNothing(ve))) {
            return Optional.empty();
        }
        Optional<String> doubt = doubt(ve, ownership);
        if (doubt.isPresent()) {
            return Optional.of(new Change.Unknown(veid, doubt.get()));
        }
        return Optional.of(spec == null ? unwanted(ve) : wanted(spec, ve, ownership));
    }

    private Optional<String> doubt(ObservedVe ve, Ownership ownership) {
        if (desired.frozen().contains(ve.veid())) {
            return Optional.of("its documents have errors");
        }
        return switch (ownership) {
            case FOREIGN -> Optional.of("it belongs to " + owner(ve));
            case UNMARKED -> Optional.of("its private area has no owner mark");
            case NOBODYS ->
                    RunPhase.of(ve) == RunPhase.STOPPED
                            ? Obscurity.of(ve)
                            : Optional.of("it runs without a private area");
            case OURS, UNREADABLE -> Obscurity.of(ve);
        };
    }

    private Change wanted(VeSpec spec, ObservedVe ve, Ownership ownership) {
        if (ownership == Ownership.NOBODYS) {
            return new Change.Create(spec, ve);
        }
        Optional<String> unread = Obscurity.of(spec, ve);
        if (unread.isPresent()) {
            return new Change.Unknown(spec.veid(), unread.get());
        }
        List<FieldChange> fields = FieldDiff.of(spec, ve, live.features());
        return fields.isEmpty()
                ? new Change.Keep(spec.veid())
                : new Change.Update(spec, ve, fields);
    }

    private Change unwanted(ObservedVe ve) {
        return desired.complete()
                ? new Change.Remove(ve)
                : new Change.Unknown(ve.veid(), "a document that cannot be read may be about it");
    }

    private static boolean isNothing(ObservedVe ve) {
        return ve.equals(ObservedVe.nothing(ve.veid()));
    }

    private static String owner(ObservedVe ve) {
        return LiveMark.of(ve).map(OwnerMark::repository).orElse("nobody");
    }
}
