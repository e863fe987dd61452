package org.vzgit.kernel.beancounter;

import java.util.Map;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// What no counter of the kernel holds: the bounds of resources that have no kernel bound of their
/// own, and the highest use that was seen of those whose peak the kernel does not remember. Lives
/// and ends with the VE's beancounter, not with the process that writes it.
///
/// Bounds and peaks are written apart, because two processes write them: whoever applies, and
/// whoever samples.
interface Ledger {
    /// @throws OperationFailure GONE when the VE has no cgroup
    Map<Beancounter, Bounds> bounds(VeId veid) throws OperationFailure;

    void writeBounds(VeId veid, Map<Beancounter, Bounds> all) throws OperationFailure;

    Map<Beancounter, Long> peaks(VeId veid) throws OperationFailure;

    void writePeaks(VeId veid, Map<Beancounter, Long> all) throws OperationFailure;
}
