package org.vzgit.kernel.network;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetRate;

/// What passes the links of the host, by their index.
///
/// @param allowed the addresses that each link takes packets from; without an entry it takes all
/// @param refused how many packets from other addresses each link has dropped
/// @param caps how fast each link may send
/// @param redirected the link to which what comes in by another is led
record Traffic(
        Map<Integer, SortedSet<IpAddress>> allowed,
        Map<Integer, Long> refused,
        Map<Integer, NetRate> caps,
        Map<Integer, Integer> redirected) {

    static final Traffic NONE = new Traffic(Map.of(), Map.of(), Map.of(), Map.of());

    /// @param links the VEs' ends on the host
    static Traffic read(NetlinkSocket socket, Collection<Link> links) throws ErrnoException {
        Traffic traffic =
                new Traffic(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (Link link : links) {
            for (NetlinkMessage filter : socket.dump(TrafficRequests.filters(link))) {
                traffic.filter(link, filter);
            }
        }
        for (NetlinkMessage discipline : socket.dump(TrafficRequests.disciplines())) {
            TrafficRequests.dropped(discipline)
                    .ifPresent(dropped -> traffic.refused.put(dropped.link(), dropped.packets()));
            RateRequests.cap(discipline).ifPresent(cap -> traffic.caps.put(cap.link(), cap.rate()));
        }
        return traffic;
    }

    private void filter(Link link, NetlinkMessage filter) throws ErrnoException {
        TrafficRequests.program(filter)
                .flatMap(SourceFilter::addresses)
                .ifPresent(sources -> allowed.put(link.index(), sources));
        OptionalInt to = RateRequests.redirection(filter);
        if (to.isPresent()) {
            redirected.put(link.index(), to.getAsInt());
        }
    }

    /// @param queue where what the VE sends would wait; the cap there counts only while packets are
    ///   led there
    ObservedRate rate(Link link, Optional<Link> queue) {
        Optional<NetRate> sent =
                queue.filter(Link::up)
                        .map(Link::index)
                        .filter(index -> index.equals(redirected.get(link.index())))
                        .flatMap(index -> Optional.ofNullable(caps.get(index)));
        return new ObservedRate(sent, Optional.ofNullable(caps.get(link.index())));
    }
}
