package org.vzgit.kernel.network;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.IpAddress;

/// A VE's end of its link, as it is inside.
///
/// @param link its `eth0`, which may be anything: the VE's root can make links of its own
/// @param addresses the single addresses on it
/// @param routed whether it has the default routes
record VeView(Optional<Link> link, SortedSet<IpAddress> addresses, boolean routed) {
    private static final VeView NOTHING =
            new VeView(Optional.empty(), Collections.emptySortedSet(), false);

    /// Reads the network namespace of the calling thread.
    static VeView read(Syscalls syscalls, boolean v6) throws ErrnoException {
        try (NetlinkSocket socket = NetlinkSocket.open(syscalls)) {
            Optional<Link> link = VeEnd.end(socket);
            return link.isEmpty() ? NOTHING : read(socket, link.get(), v6);
        }
    }

    /// Whether all is there for addresses to work.
    boolean isReadyWith(Link host) {
        return routed && link.filter(Link::up).filter(host::isPairedWith).isPresent();
    }

    private static VeView read(NetlinkSocket socket, Link link, boolean v6) throws ErrnoException {
        TreeSet<IpAddress> addresses = new TreeSet<>();
        for (NetlinkMessage message : socket.dump(AddressRequests.list(link.index()))) {
            LinkAddress.parse(message)
                    .filter(address -> address.isOfVe() && address.link() == link.index())
                    .ifPresent(address -> addresses.add(address.address()));
        }
        boolean routed =
                hasDefault(socket, link, Gateway.V4)
                        && (!v6 || hasDefault(socket, link, Gateway.V6));
        return new VeView(Optional.of(link), addresses, routed);
    }

    private static boolean hasDefault(NetlinkSocket socket, Link link, IpAddress gateway)
            throws ErrnoException {
        int family = AddressRequests.family(gateway);
        for (NetlinkMessage message : socket.dump(RouteRequests.list(family, link.index()))) {
            boolean found =
                    Route.parse(message)
                            .filter(route -> route.link() == link.index())
                            .filter(route -> route.isDefaultVia(gateway))
                            .isPresent();
            if (found) {
                return true;
            }
        }
        return false;
    }
}
