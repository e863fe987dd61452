package org.vzgit.kernel.simulated;

import java.util.Optional;
import java.util.OptionalLong;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.state.DiskRounding;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;

/// What a simulated area takes and may take.
///
/// @param bounds in force, all of them managed
record SimulatedDisk(
        DiskLayout layout, DiskSpec bounds, Bytes held, Count inodes, Optional<String> drift) {

    /// A new area, which nothing bounds.
    static Optional<SimulatedDisk> of(DiskLayout layout) {
        DiskSpec unbounded =
                new DiskSpec(DiskSpec.UNBOUNDED, DiskSpec.UNBOUNDED, DiskTerms.DEFAULT);
        return layout == DiskLayout.PLAIN
                ? Optional.empty()
                : Optional.of(
                        new SimulatedDisk(
                                layout, unbounded, new Bytes(0), new Count(0), Optional.empty()));
    }

    SimulatedDisk set(DiskSpec wanted) {
        DiskSpec next = DiskRounding.inForce(wanted, layout);
        DiskSpec merged =
                new DiskSpec(
                        managed(next.space(), bounds.space()),
                        managed(next.inodes(), bounds.inodes()),
                        next.terms());
        return new SimulatedDisk(layout, merged, held, inodes, Optional.empty());
    }

    SimulatedDisk holding(Bytes bytes, Count files) {
        return new SimulatedDisk(layout, bounds, bytes, files, drift);
    }

    SimulatedDisk drifted(String what) {
        return new SimulatedDisk(layout, bounds, held, inodes, Optional.of(what));
    }

    private static BarrierLimit managed(BarrierLimit wanted, BarrierLimit before) {
        return DiskSpec.isManaged(wanted) ? wanted : before;
    }

    ObservedDisk observed() {
        return new ObservedDisk(
                layout,
                use(held, bounds.space()),
                DiskMeans.countsInodes(layout)
                        ? Reading.present(use(inodes, bounds.inodes()))
                        : Reading.absent(),
                bounds.terms(),
                drift);
    }

    private static DiskUse use(Amount held, BarrierLimit bounds) {
        return new DiskUse(held, bounds, OptionalLong.empty());
    }
}
