package org.vzgit.reconciler.review;

import java.util.Optional;
import java.util.OptionalLong;
import org.vzgit.kernel.state.DiskRounding;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;

/// The disk that a VE has once its documents are carried out, on a file system with project quota.
/// What the VE uses of it is not known and shown as nothing.
final class ImaginedDisk {
    private ImaginedDisk() {}

    static Reading<ObservedDisk> of(DiskSpec spec) {
        DiskSpec inForce = DiskRounding.inForce(spec, DiskLayout.PROJECT);
        return Reading.present(
                new ObservedDisk(
                        DiskLayout.PROJECT,
                        new DiskUse(new Bytes(0), bounds(inForce.space()), OptionalLong.empty()),
                        Reading.present(
                                new DiskUse(
                                        new Count(0),
                                        bounds(inForce.inodes()),
                                        OptionalLong.empty())),
                        inForce.terms(),
                        Optional.empty()));
    }

    /// What nobody manages is not bounded on a new area.
    private static BarrierLimit bounds(BarrierLimit wanted) {
        return DiskSpec.isManaged(wanted) ? wanted : DiskSpec.UNBOUNDED;
    }
}
