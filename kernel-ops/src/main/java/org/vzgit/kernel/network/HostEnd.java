package org.vzgit.kernel.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.VeId;

/// The host's ends of the VEs' links, and the routes to the VEs by them.
final class HostEnd {
    private final NetlinkSocket socket;
    private final LinkOwner owner;
    private final LinkSettings settings;
    private final RateCap rates;

    /// @param socket of the host's network namespace
    HostEnd(NetlinkSocket socket, LinkOwner owner, LinkSettings settings) {
        this.socket = socket;
        this.owner = owner;
        this.settings = settings;
        this.rates = new RateCap(socket, owner);
    }

    /// The VE's link.
    ///
    /// @throws OperationFailure CONFLICT when somebody else's has its name
    Optional<Link> find(VeId veid) throws ErrnoException, OperationFailure {
        Optional<Link> link = named(LinkOwner.hostName(veid));
        if (link.isPresent() && !owner.owns(link.get(), veid)) {
            throw new OperationFailure(
                    FailureKind.CONFLICT,
                    "use link %s for VE %s: it is not ours, its alias is '%s' and not '%s'"
                            .formatted(
                                    link.get().name(),
                                    veid,
                                    link.get().alias(),
                                    owner.alias(veid)));
        }
        return link;
    }

    /// The VE's link, made if there is none, with its settings and addresses, up; empty when it
    /// went away meanwhile.
    Optional<Link> ensure(VeId veid, int initPid) throws ErrnoException, OperationFailure {
        Optional<Link> there = find(veid);
        Link link = there.isPresent() ? there.get() : create(veid, initPid);
        try {
            settle(veid, link);
            return Optional.of(link);
        } catch (ErrnoException e) {
            if (named(link.name()).filter(now -> now.index() == link.index()).isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    void delete(Link link) throws ErrnoException {
        socket.apply(List.of(LinkRequests.delete(link)));
    }

    /// Deletes the VE's link, also one that was given another name.
    void deleteOf(VeId veid) throws ErrnoException {
        Optional<Link> link =
                named(LinkOwner.hostName(veid)).filter(found -> owner.owns(found, veid));
        if (link.isEmpty()) {
            link = Optional.ofNullable(HostView.links(socket, owner).get(veid));
        }
        if (link.isPresent()) {
            delete(link.get());
        }
        rates.deleteQueue(veid);
    }

    /// @param rate empty for no cap
    void setRate(VeId veid, Link link, Optional<NetRate> rate)
            throws ErrnoException, OperationFailure {
        if (rate.isPresent()) {
            rates.set(veid, link, rate.get());
        } else {
            rates.clear(veid, link);
        }
    }

    /// Routes an address to the VE; does nothing when it is routed there.
    void route(IpAddress address, Link link) throws ErrnoException, OperationFailure {
        try {
            socket.apply(List.of(RouteRequests.add(address, link)));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            requireRoutedBy(address, link);
        }
    }

    void unroute(IpAddress address, Link link) throws ErrnoException {
        socket.apply(List.of(RouteRequests.delete(address, link)));
    }

    /// Takes packets from the VE with the addresses that are routed to it, and from no other.
    /// Writes nothing when it is so already.
    void filterSources(Link link) throws ErrnoException {
        SortedSet<IpAddress> routed =
                HostView.routed(socket, link.index())
                        .getOrDefault(link.index(), Collections.emptySortedSet());
        if (!HostView.allowed(socket, link).equals(Optional.of(routed))) {
            socket.apply(List.of(TrafficRequests.setFilter(link, SourceFilter.program(routed))));
        }
    }

    private void requireRoutedBy(IpAddress address, Link link)
            throws ErrnoException, OperationFailure {
        int family = AddressRequests.family(address);
        for (NetlinkMessage message : socket.dump(RouteRequests.list(family, 0))) {
            Optional<Route> route = Route.parse(message).filter(one -> leadsTo(one, address));
            if (route.isPresent() && route.get().link() != link.index()) {
                throw new OperationFailure(
                        FailureKind.CONFLICT,
                        "route %s by %s: link %d of the host has that route"
                                .formatted(address, link.name(), route.get().link()));
            }
        }
    }

    private static boolean leadsTo(Route route, IpAddress address) {
        return route.destination().equals(Optional.of(address))
                && route.prefixLength() == address.prefixLength();
    }

    private void settle(VeId veid, Link link) throws ErrnoException {
        settings.ofHostEnd(link.name());
        // Before it is up: nothing that the VE sends is taken unseen.
        socket.apply(List.of(TrafficRequests.addClsact(link)));
        filterSources(link);
        List<NetlinkRequest> requests = new ArrayList<>();
        requests.add(LinkRequests.upWithAlias(link, owner.alias(veid)));
        Gateway.addresses(link, settings.hasV6()).stream()
                .map(AddressRequests::add)
                .forEach(requests::add);
        socket.apply(requests);
    }

    /// Without a cap, also when one has outlived an earlier link.
    private Link create(VeId veid, int initPid) throws ErrnoException {
        rates.deleteQueue(veid);
        socket.apply(List.of(LinkRequests.create(owner.pair(veid, initPid))));
        String name = LinkOwner.hostName(veid);
        return named(name)
                .orElseThrow(() -> new ErrnoException(Errno.ENODEV, "look for new link " + name));
    }

    private Optional<Link> named(String name) throws ErrnoException {
        Optional<NetlinkMessage> answer = socket.get(LinkRequests.named(name));
        return answer.isPresent() ? Optional.of(Link.parse(answer.get())) : Optional.empty();
    }
}
