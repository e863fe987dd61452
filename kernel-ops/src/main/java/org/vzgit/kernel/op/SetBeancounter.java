package org.vzgit.kernel.op;

import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// Sets barrier and limit of one user beancounter of a VE, running or not; its cgroup must exist.
/// Held, maxheld and failcnt stay as they are, and lowering below held kills nothing. How well the
/// bounds are kept is the node's level of the resource; where it only counts they are shown.
///
/// Not for the three that are resources of their own: [SetResource] sets `numproc`, `physpages` and
/// `swappages`.
///
/// @param value both bounds; "not managed" cannot be set
public record SetBeancounter(VeId veid, Beancounter resource, BarrierLimit value)
        implements VeOperation {
    public SetBeancounter {
        if (value.barrier() instanceof Limit.NotManaged
                || value.limit() instanceof Limit.NotManaged) {
            throw new IllegalArgumentException(
                    resource.key() + " of VE " + veid + ": nothing to set");
        }
        if (resource.resource().isPresent()) {
            throw new IllegalArgumentException(resource.key() + " is set as a resource");
        }
    }
}
