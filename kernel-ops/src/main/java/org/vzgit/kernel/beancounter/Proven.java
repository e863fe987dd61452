package org.vzgit.kernel.beancounter;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.Beancounter;

/// What a self-test on the running kernel has disproved. A file that can be written proves nothing:
/// `memory.kmem.limit_in_bytes` takes any number since Linux 5.16 and bounds nothing.
///
/// @param refuted the resources whose bound was exceeded, or could not be moved both ways
public record Proven(Set<Beancounter> refuted) {
    /// Nothing was tested, so everything is taken for what it seems to be.
    public static final Proven PRESUMED = new Proven(Set.of());

    public Proven {
        EnumSet<Beancounter> all = EnumSet.noneOf(Beancounter.class);
        all.addAll(refuted);
        refuted = Collections.unmodifiableSet(all);
    }

    UbcLevel atMost(Beancounter resource, UbcLevel claimed) {
        boolean bounds = claimed.bounds() || claimed == UbcLevel.PER_PROCESS;
        return bounds && refuted.contains(resource) ? UbcLevel.COUNTED : claimed;
    }
}
