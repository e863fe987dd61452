package org.vzgit.kernel.beancounter;

import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;

/// Barrier and limit as the numbers of a row.
record Bounds(long barrier, long limit) {
    static final Bounds NONE = new Bounds(UbcRow.UNLIMITED, UbcRow.UNLIMITED);

    /// A bound that is not managed stays as it is.
    Bounds with(BarrierLimit value) {
        return new Bounds(
                value.barrier() instanceof Limit.NotManaged
                        ? barrier
                        : UbcRow.number(value.barrier()),
                value.limit() instanceof Limit.NotManaged ? limit : UbcRow.number(value.limit()));
    }

    /// The one that a means with a single bound carries out.
    long tested(Beancounter resource) {
        return UbcRow.tested(resource, barrier, limit);
    }
}
