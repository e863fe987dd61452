package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.schema.IpAddress;

/// A VE's routed link. An address works only when it is both on the link inside and routed to it on
/// the host.
///
/// @param ready the link exists on both sides, both sides are up, and the VE has its default routes
/// @param inside the addresses on the VE's end
/// @param routed the addresses that the host routes to its end
public record ObservedNetwork(
        boolean ready, SortedSet<IpAddress> inside, SortedSet<IpAddress> routed) {
    public ObservedNetwork {
        inside = Collections.unmodifiableSortedSet(new TreeSet<>(inside));
        routed = Collections.unmodifiableSortedSet(new TreeSet<>(routed));
    }
}
