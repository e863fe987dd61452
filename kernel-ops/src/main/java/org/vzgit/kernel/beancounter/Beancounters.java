package org.vzgit.kernel.beancounter;

import java.util.Map;
import java.util.SortedMap;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// One source of user beancounters. A node has several (kernel programs, cgroup files, per-process
/// limits) and composes them by the best level of each resource.
///
/// Counters live as long as the VE's beancounter: from [#open] to [#close], across restarts of
/// whoever uses this, and across changes of bounds.
public interface Beancounters {
    /// What this source can do on the running kernel, found by a real test. Every resource has an
    /// entry.
    SortedMap<Beancounter, UbcLevel> levels();

    /// The rows of every open beancounter; of each only the resources whose level is not
    /// [UbcLevel#ABSENT].
    ///
    /// @throws OperationFailure when no VE can be told from the other; a VE that alone cannot be
    ///   read is left out
    Map<VeId, SortedMap<Beancounter, UbcRow>> read() throws OperationFailure;

    /// Begins a VE's beancounter. Idempotent: one that is open keeps its counters. The VE's cgroup
    /// must exist; processes that are in it already are counted from now on where that is possible.
    void open(VeId veid) throws OperationFailure;

    /// Ends a VE's beancounter; its counters are gone. Success when there is none.
    void close(VeId veid) throws OperationFailure;

    /// Sets both bounds of one resource, live. Lowering below what is held kills nothing: the next
    /// charge is refused. Never touches held, maxheld or failcnt. Idempotent.
    ///
    /// @param value in the resource's own unit; a bound that is not managed stays as it is
    /// @throws OperationFailure UNSUPPORTED when this source cannot bound the resource
    void set(VeId veid, Beancounter resource, BarrierLimit value) throws OperationFailure;
}
