package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Something in the kernel that counts for a VE as a whole.
interface Meter {
    Set<Beancounter> resources();

    /// @throws IOException when the VE cannot be read; one whose cgroup went meanwhile gives ENOENT
    ///   or ENODEV
    Map<Beancounter, Measure> measure(VeId veid) throws IOException;
}
