package org.vzgit.kernel.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.IpAddress;

/// The VEs' ends of their links, each in its VE's network namespace. All methods give false when
/// the VE has no end of this host link, because it restarted or lost it.
final class VeEnd {
    private final Syscalls syscalls;
    private final NamespaceThread threads;
    private final LinkSettings settings;

    VeEnd(Syscalls syscalls, NamespaceThread threads, LinkSettings settings) {
        this.syscalls = syscalls;
        this.threads = threads;
        this.settings = settings;
    }

    /// Sets the end and `lo` up, with both default routes.
    boolean ensure(int initPid, Link host) throws ErrnoException {
        return inside(
                initPid,
                host,
                (socket, link) -> {
                    settings.ofVeEnd(link.name());
                    List<NetlinkRequest> requests = new ArrayList<>();
                    requests.add(LinkRequests.up(LinkRequests.LOOPBACK, "lo"));
                    requests.add(LinkRequests.up(link));
                    requests.addAll(routes(link));
                    socket.apply(requests);
                });
    }

    /// Whether the VE has the other end of a link of the host under this name. False when its root
    /// has renamed it.
    boolean has(int initPid, Link host, String name) throws ErrnoException {
        return threads.call(
                initPid,
                Set.of(Namespace.NET),
                () -> {
                    try (NetlinkSocket socket = NetlinkSocket.open(syscalls)) {
                        Optional<NetlinkMessage> answer = socket.get(LinkRequests.named(name));
                        return answer.isPresent() && host.isPairedWith(Link.parse(answer.get()));
                    }
                });
    }

    /// Which of several addresses the VE speaks from when it does not say is the kernel's choice
    /// among those on the link: the first one that was added.
    boolean add(int initPid, Link host, IpAddress address) throws ErrnoException {
        return inside(
                initPid,
                host,
                (socket, link) -> socket.apply(List.of(AddressRequests.add(ofVe(link, address)))));
    }

    /// Sets the routes again after it: with a link's last v4 address the kernel removes all v4
    /// routes by it (`fib_inetaddr_event`, `net/ipv4/fib_frontend.c`).
    boolean remove(int initPid, Link host, IpAddress address) throws ErrnoException {
        return inside(
                initPid,
                host,
                (socket, link) -> {
                    List<NetlinkRequest> requests = new ArrayList<>();
                    requests.add(AddressRequests.delete(ofVe(link, address)));
                    requests.addAll(routes(link));
                    socket.apply(requests);
                });
    }

    @FunctionalInterface
    private interface Work {
        void run(NetlinkSocket socket, Link link) throws ErrnoException;
    }

    private boolean inside(int initPid, Link host, Work work) throws ErrnoException {
        return threads.call(
                initPid,
                Set.of(Namespace.NET),
                () -> {
                    try (NetlinkSocket socket = NetlinkSocket.open(syscalls)) {
                        Optional<Link> link = end(socket).filter(host::isPairedWith);
                        if (link.isPresent()) {
                            work.run(socket, link.get());
                        }
                        return link.isPresent();
                    }
                });
    }

    private List<NetlinkRequest> routes(Link link) {
        List<NetlinkRequest> requests = new ArrayList<>();
        requests.add(RouteRequests.replace(Gateway.V4, link));
        requests.add(RouteRequests.setDefault(Gateway.V4, link));
        if (settings.hasV6()) {
            requests.add(RouteRequests.setDefault(Gateway.V6, link));
        }
        return requests;
    }

    static Optional<Link> end(NetlinkSocket socket) throws ErrnoException {
        Optional<NetlinkMessage> answer = socket.get(LinkRequests.named(LinkOwner.INSIDE));
        return answer.isPresent() ? Optional.of(Link.parse(answer.get())) : Optional.empty();
    }

    private static LinkAddress ofVe(Link link, IpAddress address) {
        return new LinkAddress(
                link.index(), address, address.prefixLength(), Rtnetlink.RT_SCOPE_UNIVERSE);
    }
}
