package org.vzgit.kernel.op;

import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Sets one bound of a VE, running or not; its cgroup must exist. Lowering below what is held kills
/// nothing: the kernel reclaims what it can and refuses further use.
///
/// @param limit a value or unlimited; "not managed" cannot be set
public record SetResource(VeId veid, Resource resource, Limit limit) implements VeOperation {
    public SetResource {
        if (limit instanceof Limit.NotManaged) {
            throw new IllegalArgumentException(
                    resource.key() + " of VE " + veid + ": nothing to set");
        }
    }
}
