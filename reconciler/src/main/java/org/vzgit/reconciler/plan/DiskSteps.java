package org.vzgit.reconciler.plan;

import java.util.List;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.diff.DiskChange;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// The one step that gives a VE its disk bounds: all of them at once, because the kernel takes them
/// at once.
record DiskSteps(Chain chain, VeSpec spec) {

    /// Bounds of an area that is there, where something about them differs.
    List<Draft> add(ObservedVe live, Risk risk, List<Draft> after) {
        List<DiskChange> changes = DiskChange.of(spec, live);
        if (changes.isEmpty()) {
            return List.of();
        }
        boolean shrinks = risk == Risk.LIVE && changes.stream().anyMatch(DiskChange::lowers);
        return List.of(add(cause(changes.getFirst()), shrinks ? Risk.SHRINK : risk, after));
    }

    /// Bounds of an area that is being made: before anything writes into it.
    List<Draft> addNew(Risk risk, List<Draft> after) {
        if (!spec.disk().isManaged()) {
            return List.of();
        }
        VeField field =
                spec.originOf(VeField.DISK_SPACE).isPresent()
                        ? VeField.DISK_SPACE
                        : VeField.DISK_INODES;
        String to =
                field == VeField.DISK_SPACE
                        ? spec.disk().space().text()
                        : spec.disk().inodes().text();
        return List.of(add(new Causes(spec).of(field, "", to), risk, after));
    }

    private Draft add(Cause cause, Risk risk, List<Draft> after) {
        return chain.add(new SetDiskQuota(spec.veid(), spec.disk()), cause, risk, after);
    }

    private Cause cause(DiskChange change) {
        Causes causes = new Causes(spec);
        return change.field().isPresent()
                ? causes.of(change.field().get(), change.from(), change.to())
                : causes.part(change.name(), change.from(), change.to());
    }
}
