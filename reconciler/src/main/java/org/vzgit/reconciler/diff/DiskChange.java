package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.DiskRounding;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// One thing about the disk of a VE that is not as wanted.
///
/// @param field the field that asks for it; empty for what has drifted
/// @param lowers takes away from what the VE had
public record DiskChange(
        Optional<VeField> field, String from, String to, Disruption disruption, boolean lowers) {

    /// Nothing where the documents do not manage the disk, and nothing for an area that nobody can
    /// count: the plan then says what is missing.
    public static List<DiskChange> of(VeSpec spec, ObservedVe live) {
        Optional<ObservedDisk> seen =
                live.privateArea().toOptional().map(PrivateArea::disk).flatMap(d -> d.toOptional());
        return seen.isEmpty() || !spec.disk().isManaged()
                ? List.of()
                : between(seen.get(), DiskRounding.inForce(spec.disk(), seen.get().layout()));
    }

    private static List<DiskChange> between(ObservedDisk seen, DiskSpec wanted) {
        List<DiskChange> changes = new ArrayList<>();
        bounds(VeField.DISK_SPACE, seen.space().bounds(), wanted.space(), changes);
        seen.inodes()
                .toOptional()
                .ifPresent(inodes ->
                        bounds(VeField.DISK_INODES, inodes.bounds(), wanted.inodes(), changes));
        grace(seen.terms().graceSeconds(), wanted.terms().graceSeconds(), changes);
        users(seen.terms().userQuota(), wanted.terms().userQuota(), changes);
        seen.drift().ifPresent(what -> changes.add(drift(what)));
        return changes;
    }

    private static void bounds(
            VeField field, BarrierLimit from, BarrierLimit to, List<DiskChange> changes) {
        if (DiskSpec.isManaged(to) && !to.equals(from)) {
            boolean lowers =
                    size(to.limit()) < size(from.limit())
                            || size(to.barrier()) < size(from.barrier());
            changes.add(
                    new DiskChange(
                            Optional.of(field), from.text(), to.text(), Disruption.LIVE, lowers));
        }
    }

    private static void grace(long from, long to, List<DiskChange> changes) {
        if (from != to) {
            changes.add(
                    new DiskChange(
                            Optional.of(VeField.DISK_GRACE_TIME),
                            from + "s",
                            to + "s",
                            Disruption.LIVE,
                            to < from));
        }
    }

    /// From none to some takes the VE's next start: its processes are born with or without the way
    /// to the node's quota.
    private static void users(int from, int to, List<DiskChange> changes) {
        if (from != to) {
            changes.add(
                    new DiskChange(
                            Optional.of(VeField.DISK_USER_QUOTA),
                            Integer.toString(from),
                            Integer.toString(to),
                            from == 0 ? Disruption.RESTART : Disruption.LIVE,
                            to < from));
        }
    }

    private static DiskChange drift(String what) {
        return new DiskChange(Optional.empty(), what, "as set", Disruption.LIVE, false);
    }

    private static long size(Limit limit) {
        return switch (limit) {
            case Limit.Value(Amount amount) when amount instanceof Bytes(long bytes) -> bytes;
            case Limit.Value(Amount amount) when amount instanceof Count(long count) -> count;
            case Limit.Value _, Limit.Unlimited _, Limit.NotManaged _ -> Long.MAX_VALUE;
        };
    }

    /// What plans call it.
    public String name() {
        return field.map(VeField::display).orElse("disk");
    }
}
