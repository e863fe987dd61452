package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetInterface;

/// A VE's routed link. An address works only when it is on the link inside, routed to it on the
/// host, and the host takes packets from it.
///
/// @param ready the link exists on both sides, both sides are up, the VE has its default routes,
///   and the host looks at what comes from the VE
/// @param inside the addresses on the VE's end
/// @param routed the addresses that the host routes to its end
/// @param allowed the addresses that the host takes packets from
/// @param refused how many packets of the VE the host has dropped for their source address, since
///   the link was made; 32 bits wide
/// @param rate how much may pass
/// @param interfaces the VE's bridged interfaces, by name; only those that are whole
public record ObservedNetwork(
        boolean ready,
        SortedSet<IpAddress> inside,
        SortedSet<IpAddress> routed,
        SortedSet<IpAddress> allowed,
        long refused,
        ObservedRate rate,
        SortedMap<String, NetInterface> interfaces) {
    public ObservedNetwork {
        inside = Collections.unmodifiableSortedSet(new TreeSet<>(inside));
        routed = Collections.unmodifiableSortedSet(new TreeSet<>(routed));
        allowed = Collections.unmodifiableSortedSet(new TreeSet<>(allowed));
        interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
    }

    /// A link that nothing caps.
    public ObservedNetwork(
            boolean ready,
            SortedSet<IpAddress> inside,
            SortedSet<IpAddress> routed,
            SortedSet<IpAddress> allowed,
            long refused) {
        this(ready, inside, routed, allowed, refused, ObservedRate.NONE, new TreeMap<>());
    }

    public ObservedNetwork with(ObservedRate other) {
        return new ObservedNetwork(ready, inside, routed, allowed, refused, other, interfaces);
    }

    public ObservedNetwork with(SortedMap<String, NetInterface> bridged) {
        return new ObservedNetwork(ready, inside, routed, allowed, refused, rate, bridged);
    }

    /// A link from which packets are taken from exactly the addresses that are routed to it, and
    /// that has refused none.
    public static ObservedNetwork of(
            boolean ready, SortedSet<IpAddress> inside, SortedSet<IpAddress> routed) {
        return new ObservedNetwork(ready, inside, routed, routed, 0);
    }
}
