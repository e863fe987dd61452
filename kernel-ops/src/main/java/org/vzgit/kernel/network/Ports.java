package org.vzgit.kernel.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeId;

/// The host's ends of the VEs' bridged interfaces. An end in a VE goes with its network namespace,
/// and the host's with it: a VE that is killed leaves nothing in a bridge.
final class Ports {
    private final NetlinkSocket socket;
    private final LinkOwner owner;
    private final LinkSettings settings;

    /// @param socket of the host's network namespace
    Ports(NetlinkSocket socket, LinkOwner owner, LinkSettings settings) {
        this.socket = socket;
        this.owner = owner;
        this.settings = settings;
    }

    /// Those of each VE that are there, up and paired, by the name that the VE was given.
    ///
    /// @param messages all links of the host
    static SortedMap<VeId, SortedMap<String, NetInterface>> read(
            NetlinkSocket socket, LinkOwner owner, List<NetlinkMessage> messages)
            throws ErrnoException {
        SortedMap<VeId, SortedMap<String, NetInterface>> all = new TreeMap<>();
        Map<Integer, String> names = new TreeMap<>();
        List<Port> ports = new ArrayList<>();
        for (NetlinkMessage message : messages) {
            Link link = Link.parse(message);
            names.put(link.index(), link.name());
            Port.parse(message, owner)
                    .filter(port -> link.up() && link.peer() != 0)
                    .ifPresent(ports::add);
        }
        for (Port port : ports) {
            boolean filtered = isFiltered(socket, port);
            Optional<String> bridge = Optional.ofNullable(names.get(port.master()));
            all.computeIfAbsent(port.tag().veid(), _ -> new TreeMap<>())
                    .put(port.tag().name(), port.observed(bridge, filtered));
        }
        return all;
    }

    private static boolean isFiltered(NetlinkSocket socket, Port port) throws ErrnoException {
        byte[] ours = MacFilter.program(port.tag().mac());
        for (NetlinkMessage message : socket.dump(TrafficRequests.filters(port.link()))) {
            if (TrafficRequests.program(message)
                    .filter(is -> Arrays.equals(is, ours))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// The one of this name, when it can be made what is wanted in place. One that cannot is
    /// deleted.
    ///
    /// @throws OperationFailure CONFLICT when somebody else's link has the name on the host
    Optional<Link> keep(VeId veid, NetInterface wanted) throws ErrnoException, OperationFailure {
        Optional<Link> kept = Optional.empty();
        for (Port port : of(veid)) {
            if (port.tag().name().equals(wanted.name())) {
                if (port.isOf(wanted)) {
                    kept = Optional.of(port.link());
                } else {
                    delete(port.link());
                }
            }
        }
        return kept.isPresent() ? kept : unfinished(wanted);
    }

    /// One whose maker ended before it wrote the alias is known by its address.
    private Optional<Link> unfinished(NetInterface wanted) throws ErrnoException, OperationFailure {
        Optional<Link> taken = named(wanted.hostName());
        if (taken.isPresent()) {
            Link link = taken.get();
            boolean ours =
                    link.alias().isEmpty()
                            && link.mac()
                                    .map(MacAddress::text)
                                    .equals(Optional.of(wanted.hostMac()));
            if (!ours) {
                throw new OperationFailure(
                        FailureKind.CONFLICT,
                        "use link "
                                + link.name()
                                + ": it is not ours, its alias is '"
                                + link.alias()
                                + "'");
            }
            delete(link);
        }
        return Optional.empty();
    }

    /// A new pair, both ends down.
    Link create(NetInterface wanted, int initPid) throws ErrnoException {
        VethPair pair =
                new VethPair(
                        new VethPair.End(wanted.hostName(), new MacAddress(wanted.hostMac())),
                        new VethPair.End(wanted.name(), new MacAddress(wanted.mac())),
                        initPid);
        socket.apply(List.of(LinkRequests.create(pair)));
        return named(wanted.hostName())
                .orElseThrow(
                        () -> new ErrnoException(Errno.ENODEV, "look for " + wanted.hostName()));
    }

    /// Filter, bridge, owner, up: in this order, so that nothing the VE sends is taken unseen.
    void settle(VeId veid, NetInterface wanted, Link link) throws ErrnoException, OperationFailure {
        MacAddress mac = new MacAddress(wanted.mac());
        settings.ofPort(link.name());
        socket.apply(
                List.of(
                        TrafficRequests.addClsact(link),
                        TrafficRequests.setFilter(
                                link,
                                wanted.macFilter() ? MacFilter.program(mac) : MacFilter.all())));
        int master = wanted.bridge().isPresent() ? bridge(wanted.bridge().get()) : 0;
        socket.apply(
                List.of(
                        LinkRequests.setMaster(link, master),
                        LinkRequests.upWithAlias(
                                link, owner.alias(new Port.Tag(veid, wanted.name(), mac)))));
    }

    /// @throws OperationFailure GONE when the node has none of this name
    int bridge(String name) throws ErrnoException, OperationFailure {
        return named(name)
                .map(Link::index)
                .orElseThrow(() ->
                        new OperationFailure(
                                FailureKind.GONE,
                                "the node has no bridge "
                                        + name
                                        + "; make it: ip link add "
                                        + name
                                        + " up type bridge"));
    }

    void remove(VeId veid, String name) throws ErrnoException {
        for (Port port : of(veid)) {
            if (port.tag().name().equals(name)) {
                delete(port.link());
            }
        }
    }

    void removeAll(VeId veid) throws ErrnoException {
        for (Port port : of(veid)) {
            delete(port.link());
        }
    }

    void delete(Link link) throws ErrnoException {
        socket.apply(List.of(LinkRequests.delete(link)));
    }

    private List<Port> of(VeId veid) throws ErrnoException {
        List<Port> ports = new ArrayList<>();
        for (NetlinkMessage message : socket.dump(LinkRequests.all())) {
            Port.parse(message, owner)
                    .filter(port -> port.tag().veid().equals(veid))
                    .ifPresent(ports::add);
        }
        return ports;
    }

    private Optional<Link> named(String name) throws ErrnoException {
        Optional<NetlinkMessage> answer = socket.get(LinkRequests.named(name));
        return answer.isPresent() ? Optional.of(Link.parse(answer.get())) : Optional.empty();
    }
}
