package org.vzgit.kernel.network;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// The host's ends of all VEs' links, read in one pass over each kernel table.
///
/// @param links one for each VE that has one
/// @param ready the VEs whose link is up and has the gateway addresses
/// @param routed the addresses that lead out by each link, by its index
/// @param allowed the addresses that each link takes packets from; without an entry it takes all
/// @param refused how many packets from other addresses each link has dropped
record HostView(
        SortedMap<VeId, Link> links,
        SortedSet<VeId> ready,
        Map<Integer, SortedSet<IpAddress>> routed,
        Map<Integer, SortedSet<IpAddress>> allowed,
        Map<Integer, Long> refused) {

    private static final int ANY_LINK = 0;

    static HostView read(NetlinkSocket socket, LinkOwner owner, boolean v6) throws ErrnoException {
        SortedMap<VeId, Link> links = links(socket, owner);
        if (links.isEmpty()) {
            return new HostView(links, Collections.emptySortedSet(), Map.of(), Map.of(), Map.of());
        }
        Set<LinkAddress> addresses = addresses(socket);
        TreeSet<VeId> ready = new TreeSet<>();
        links.forEach((veid, link) -> {
            if (link.up() && addresses.containsAll(Gateway.addresses(link, v6))) {
                ready.add(veid);
            }
        });
        Map<Integer, SortedSet<IpAddress>> allowed = new TreeMap<>();
        for (Link link : links.values()) {
            allowed(socket, link).ifPresent(sources -> allowed.put(link.index(), sources));
        }
        return new HostView(links, ready, routed(socket, ANY_LINK), allowed, refused(socket));
    }

    static SortedMap<VeId, Link> links(NetlinkSocket socket, LinkOwner owner)
            throws ErrnoException {
        TreeMap<VeId, Link> links = new TreeMap<>();
        for (NetlinkMessage message : socket.dump(LinkRequests.all())) {
            Link link = Link.parse(message);
            owner.veOf(link).ifPresent(veid -> links.put(veid, link));
        }
        return links;
    }

    /// A VE's network from both sides; absent when the host has no link of it.
    ///
    /// @param inside absent when the VE does not run
    Reading<ObservedNetwork> with(VeId veid, Reading<VeView> inside) {
        Link link = links.get(veid);
        if (link == null) {
            return Reading.absent();
        }
        return switch (inside) {
            case Reading.Present<VeView>(VeView view) ->
                    Reading.present(
                            observed(
                                    link,
                                    ready.contains(veid) && view.isReadyWith(link),
                                    view.addresses()));
            case Reading.Absent<VeView> _ ->
                    Reading.present(observed(link, false, Collections.emptySortedSet()));
            case Reading.Unreadable<VeView>(String reason) ->
                    Reading.unreadable("the links inside VE " + veid + ": " + reason);
        };
    }

    private ObservedNetwork observed(Link link, boolean up, SortedSet<IpAddress> inside) {
        int index = link.index();
        SortedSet<IpAddress> none = Collections.emptySortedSet();
        return new ObservedNetwork(
                up && allowed.containsKey(index),
                inside,
                routed.getOrDefault(index, none),
                allowed.getOrDefault(index, none),
                refused.getOrDefault(index, 0L));
    }

    private static Set<LinkAddress> addresses(NetlinkSocket socket) throws ErrnoException {
        Set<LinkAddress> addresses = new HashSet<>();
        for (NetlinkMessage message : socket.dump(AddressRequests.list(0))) {
            LinkAddress.parse(message).ifPresent(addresses::add);
        }
        return addresses;
    }

    /// What the link takes packets from; empty when nothing of ours says so, and it takes all.
    static Optional<SortedSet<IpAddress>> allowed(NetlinkSocket socket, Link link)
            throws ErrnoException {
        for (NetlinkMessage message : socket.dump(TrafficRequests.filters(link))) {
            Optional<byte[]> program = TrafficRequests.program(message);
            if (program.isPresent()) {
                return SourceFilter.addresses(program.get());
            }
        }
        return Optional.empty();
    }

    private static Map<Integer, Long> refused(NetlinkSocket socket) throws ErrnoException {
        Map<Integer, Long> refused = new TreeMap<>();
        for (NetlinkMessage message : socket.dump(TrafficRequests.disciplines())) {
            TrafficRequests.dropped(message)
                    .ifPresent(dropped -> refused.put(dropped.link(), dropped.packets()));
        }
        return refused;
    }

    /// @param link its index, or 0 for all
    static Map<Integer, SortedSet<IpAddress>> routed(NetlinkSocket socket, int link)
            throws ErrnoException {
        Map<Integer, SortedSet<IpAddress>> routed = new TreeMap<>();
        for (int family : new int[] {Rtnetlink.AF_INET, Rtnetlink.AF_INET6}) {
            for (NetlinkMessage message : socket.dump(RouteRequests.list(family, link))) {
                Optional<Route> route = Route.parse(message).filter(Route::isToOneAddress);
                if (route.isPresent()) {
                    routed.computeIfAbsent(route.get().link(), _ -> new TreeSet<>())
                            .add(route.get().destination().orElseThrow());
                }
            }
        }
        return routed;
    }
}
