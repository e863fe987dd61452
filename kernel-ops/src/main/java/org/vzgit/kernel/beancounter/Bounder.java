package org.vzgit.kernel.beancounter;

import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Something in the kernel that refuses what is above a bound.
interface Bounder {
    Set<Beancounter> resources();

    /// Carries out the bound of one resource, now and for what the VE starts later. Idempotent.
    ///
    /// @param before what was in force
    /// @param all every bound of the VE, the new one among them
    void bound(VeId veid, Beancounter resource, Bounds before, Map<Beancounter, Bounds> all)
            throws OperationFailure;
}
