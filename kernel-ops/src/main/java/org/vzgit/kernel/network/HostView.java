package org.vzgit.kernel.network;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeId;

/// The host's ends of all VEs' links, read in one pass over each kernel table.
///
/// @param links one for each VE that has one
/// @param queues the devices in which what VEs send waits; none for a VE without a rate
/// @param ready the VEs whose link is up and has the gateway addresses
/// @param routed the addresses that lead out by each link, by its index
/// @param traffic what passes each link
/// @param interfaces the bridged interfaces of each VE
record HostView(
        SortedMap<VeId, Link> links,
        SortedMap<VeId, Link> queues,
        SortedSet<VeId> ready,
        Map<Integer, SortedSet<IpAddress>> routed,
        Traffic traffic,
        SortedMap<VeId, SortedMap<String, NetInterface>> interfaces) {

    private static final int ANY_LINK = 0;
    private static final SortedSet<IpAddress> NONE = Collections.emptySortedSet();

    /// The device of what a VE sends, which does not go with the VE's link.
    private static final ObservedNetwork LEFT_OVER = ObservedNetwork.of(false, NONE, NONE);

    static HostView read(NetlinkSocket socket, LinkOwner owner, boolean v6) throws ErrnoException {
        SortedMap<VeId, Link> queues = new TreeMap<>();
        List<NetlinkMessage> messages = socket.dump(LinkRequests.all());
        SortedMap<VeId, Link> links = links(messages, owner, queues);
        if (links.isEmpty()) {
            return new HostView(
                    links,
                    queues,
                    Collections.emptySortedSet(),
                    Map.of(),
                    Traffic.NONE,
                    new TreeMap<>());
        }
        Set<LinkAddress> addresses = addresses(socket);
        TreeSet<VeId> ready = new TreeSet<>();
        links.forEach((veid, link) -> {
            if (link.up() && addresses.containsAll(Gateway.addresses(link, v6))) {
                ready.add(veid);
            }
        });
        Traffic traffic = Traffic.read(socket, links.values());
        var interfaces = Ports.read(socket, owner, messages);
        return new HostView(links, queues, ready, routed(socket, ANY_LINK), traffic, interfaces);
    }

    static SortedMap<VeId, Link> links(NetlinkSocket socket, LinkOwner owner)
            throws ErrnoException {
        return links(socket.dump(LinkRequests.all()), owner, new TreeMap<>());
    }

    /// The VEs of which the host has a link or the rest of one.
    static SortedSet<VeId> known(NetlinkSocket socket, LinkOwner owner) throws ErrnoException {
        SortedMap<VeId, Link> queues = new TreeMap<>();
        TreeSet<VeId> known =
                new TreeSet<>(links(socket.dump(LinkRequests.all()), owner, queues).keySet());
        known.addAll(queues.keySet());
        return known;
    }

    private static SortedMap<VeId, Link> links(
            List<NetlinkMessage> messages, LinkOwner owner, Map<VeId, Link> queues)
            throws ErrnoException {
        TreeMap<VeId, Link> links = new TreeMap<>();
        for (NetlinkMessage message : messages) {
            Link link = Link.parse(message);
            owner.veOf(link).ifPresent(veid -> links.put(veid, link));
            owner.veOfQueue(link).ifPresent(veid -> queues.put(veid, link));
        }
        return links;
    }

    /// The VEs of which anything is here.
    SortedSet<VeId> ves() {
        TreeSet<VeId> ves = new TreeSet<>(links.keySet());
        ves.addAll(queues.keySet());
        return ves;
    }

    /// A VE's network from both sides; absent when the host has no link of it.
    ///
    /// @param inside absent when the VE does not run
    Reading<ObservedNetwork> with(VeId veid, Reading<VeView> inside) {
        Link link = links.get(veid);
        if (link == null) {
            return queues.containsKey(veid) ? Reading.present(LEFT_OVER) : Reading.absent();
        }
        return switch (inside) {
            case Reading.Present<VeView>(VeView view) ->
                    Reading.present(
                            observed(
                                    veid,
                                    ready.contains(veid) && view.isReadyWith(link),
                                    view.addresses()));
            case Reading.Absent<VeView> _ -> Reading.present(observed(veid, false, NONE));
            case Reading.Unreadable<VeView>(String reason) ->
                    Reading.unreadable("the links inside VE " + veid + ": " + reason);
        };
    }

    private ObservedNetwork observed(VeId veid, boolean up, SortedSet<IpAddress> inside) {
        Link link = Objects.requireNonNull(links.get(veid));
        int index = link.index();
        return new ObservedNetwork(
                up && traffic.allowed().containsKey(index),
                inside,
                routed.getOrDefault(index, NONE),
                traffic.allowed().getOrDefault(index, NONE),
                traffic.refused().getOrDefault(index, 0L),
                traffic.rate(link, Optional.ofNullable(queues.get(veid))),
                interfaces.getOrDefault(veid, Collections.emptySortedMap()));
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
