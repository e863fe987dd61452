package org.vzgit.kernel.network;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.VeId;

/// The VEs' routed links, like OpenVZ's venet: a veth whose end inside has the VE's addresses, each
/// routed to it from the host, and the host's end as the VE's gateway.
///
/// The host is the network namespace of the calling thread. Nothing is kept between calls: several
/// threads may call at once for different VEs. All changes are idempotent and have taken effect
/// when they return; rtnetlink(7), veth(4). Seen on Linux 6.18; the newest thing used, filtered
/// dumps, came with 4.20.
///
/// A VE can send from no address but those that are routed to it ([SourceFilter]).
///
/// VEs reach other machines only where the node forwards: `net.ipv4.ip_forward` and
/// `net.ipv6.conf.all.forwarding` are the node's own settings and stay untouched here.
public final class VeNetwork {
    /// Making the link, and making it once more when what was found was the rest of an earlier run
    /// of the VE. The kernel takes such a rest away by itself some time after the VE's last
    /// process, so it can go between being found and being used; a third try meets nothing old.
    private static final int ATTEMPTS = 3;

    private final Syscalls syscalls;
    private final LinkOwner owner;
    private final LinkSettings settings;
    private final NamespaceThread threads;
    private final VeEnd veEnd;

    public VeNetwork(Syscalls syscalls, String tag) {
        this(syscalls, KernelRoot.RUNNING, tag);
    }

    /// @param root where proc(5) is, with the settings of links
    /// @param tag of the node home: links with another tag in their alias are never touched
    public VeNetwork(Syscalls syscalls, KernelRoot root, String tag) {
        this.syscalls = syscalls;
        this.owner = new LinkOwner(tag);
        this.settings = new LinkSettings(syscalls, root);
        this.threads = new NamespaceThread(syscalls, root);
        this.veEnd = new VeEnd(syscalls, threads, settings);
    }

    /// The VEs that have a link on the host.
    ///
    /// @throws OperationFailure when the host's links cannot be listed: no VE may be taken for one
    ///   without a link then
    public SortedSet<VeId> list() throws OperationFailure {
        try (NetlinkSocket socket = NetlinkSocket.open(syscalls)) {
            return HostView.known(socket, owner);
        } catch (ErrnoException e) {
            throw e.failing("list the links of VEs");
        }
    }

    /// Reads the links of all VEs: the host's tables once, and each VE's own.
    ///
    /// @param known all VEs of which something was seen. Only what was read shows that one of them
    ///   has no link: when the host's tables cannot be read, all of them are unreadable
    /// @param initPids the init of each VE that runs. A VE that is not here but has a link is read
    ///   from the host's side alone, and not ready
    /// @return an entry for each VE that is known or has a link
    public Map<VeId, Reading<ObservedNetwork>> observe(
            Set<VeId> known, SortedMap<VeId, Integer> initPids) {
        Map<VeId, Reading<ObservedNetwork>> readings = new TreeMap<>();
        try {
            known.forEach(veid -> readings.put(veid, Reading.absent()));
            readings.putAll(read(initPids));
        } catch (ErrnoException e) {
            String reason = "the host's links: " + e.getMessage();
            known.forEach(veid -> readings.put(veid, Reading.unreadable(reason)));
        }
        return Collections.unmodifiableMap(readings);
    }

    /// Gives a VE its link, or mends the one it has.
    ///
    /// @param initPid a process in the VE's network namespace
    /// @throws OperationFailure CONFLICT when somebody else's link has the name, on the host or
    ///   inside; GONE when the process is gone
    public void attach(VeId veid, int initPid) throws OperationFailure {
        onHost("attach VE " + veid + " to the network", (host, _) -> attach(host, veid, initPid));
    }

    /// Takes a VE's link away with its addresses and routes; success when it has none. Somebody
    /// else's link of the same name stays.
    public void detach(VeId veid) throws OperationFailure {
        onHost(
                "detach VE " + veid + " from the network",
                (host, ports) -> {
                    ports.removeAll(veid);
                    host.deleteOf(veid);
                });
    }

    /// Puts an address on the VE's end, then routes it there.
    ///
    /// @throws OperationFailure GONE when the VE has no link; CONFLICT when the host has another
    ///   route for the address
    public void addAddress(VeId veid, int initPid, IpAddress address) throws OperationFailure {
        String tried = "add address " + address + " to VE " + veid;
        onHost(
                tried,
                (host, _) -> {
                    Link link = host.find(veid).orElseThrow(() -> noLink(tried));
                    if (!veEnd.add(initPid, link, address)) {
                        throw noLink(tried);
                    }
                    host.route(address, link);
                    host.filterSources(link);
                });
    }

    /// Removes the route of an address, then the address from the VE's end; success when both are
    /// gone, also with the whole link.
    public void removeAddress(VeId veid, int initPid, IpAddress address) throws OperationFailure {
        onHost(
                "remove address " + address + " from VE " + veid,
                (host, _) -> {
                    Optional<Link> link = host.find(veid);
                    if (link.isPresent()) {
                        host.unroute(address, link.get());
                        host.filterSources(link.get());
                        veEnd.remove(initPid, link.get(), address);
                    }
                });
    }

    /// Caps what passes a VE's link, each way.
    ///
    /// @param rate empty for no cap
    /// @throws OperationFailure GONE when the VE has no link; UNSUPPORTED when the kernel has no
    ///   `tbf`, `ifb` or `mirred`
    public void setRate(VeId veid, Optional<NetRate> rate) throws OperationFailure {
        String tried = "set the rate of VE " + veid;
        onHost(
                tried,
                (host, _) ->
                        host.setRate(veid, host.find(veid).orElseThrow(() -> noLink(tried)), rate));
    }

    /// Gives a VE a bridged interface, or makes the one of this name what it is to be.
    ///
    /// @throws OperationFailure GONE when the VE has no link or the node no such bridge; CONFLICT
    ///   when somebody else's link has one of the names
    public void setInterface(VeId veid, int initPid, NetInterface wanted) throws OperationFailure {
        String tried = "give VE " + veid + " the interface " + wanted.name();
        onHost(
                tried,
                (host, ports) -> {
                    if (host.find(veid).isEmpty()) {
                        throw noLink(tried);
                    }
                    // Looked for first: nothing is made that has nowhere to go.
                    if (wanted.bridge().isPresent()) {
                        ports.bridge(wanted.bridge().get());
                    }
                    Optional<Link> kept = ports.keep(veid, wanted);
                    if (kept.isPresent() && !veEnd.has(initPid, kept.get(), wanted.name())) {
                        ports.delete(kept.get());
                        kept = Optional.empty();
                    }
                    Link link = kept.isPresent() ? kept.get() : ports.create(wanted, initPid);
                    ports.settle(veid, wanted, link);
                });
    }

    /// Takes one away; success when the VE has none of this name.
    public void removeInterface(VeId veid, String name) throws OperationFailure {
        onHost(
                "take the interface " + name + " from VE " + veid,
                (_, ports) -> ports.remove(veid, name));
    }

    private void attach(HostEnd host, VeId veid, int initPid)
            throws ErrnoException, OperationFailure {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Link> link = host.ensure(veid, initPid);
            if (link.isPresent() && veEnd.ensure(initPid, link.get())) {
                return;
            }
            if (link.isPresent()) {
                host.delete(link.get());
            }
        }
        throw new OperationFailure(
                FailureKind.CONFLICT,
                "attach VE " + veid + " to the network: its link was lost " + ATTEMPTS + " times");
    }

    @FunctionalInterface
    private interface HostWork {
        void run(HostEnd host, Ports ports) throws ErrnoException, OperationFailure;
    }

    private void onHost(String tried, HostWork work) throws OperationFailure {
        try (NetlinkSocket socket = NetlinkSocket.open(syscalls)) {
            work.run(new HostEnd(socket, owner, settings), new Ports(socket, owner, settings));
        } catch (ErrnoException e) {
            throw e.failing(tried);
        }
    }

    private Map<VeId, Reading<ObservedNetwork>> read(SortedMap<VeId, Integer> initPids)
            throws ErrnoException {
        boolean v6 = settings.hasV6();
        HostView host;
        try (NetlinkSocket socket = NetlinkSocket.open(syscalls)) {
            host = HostView.read(socket, owner, v6);
        }
        SortedMap<VeId, Integer> entered = new TreeMap<>(initPids);
        entered.keySet().retainAll(host.links().keySet());
        SortedMap<VeId, Reading<VeView>> inside =
                threads.readEach(entered, Set.of(Namespace.NET), () -> VeView.read(syscalls, v6));
        Map<VeId, Reading<ObservedNetwork>> readings = new TreeMap<>();
        for (VeId veid : host.ves()) {
            Reading<VeView> view = inside.getOrDefault(veid, Reading.absent());
            readings.put(veid, host.with(veid, view));
        }
        return readings;
    }

    private static OperationFailure noLink(String tried) {
        return new OperationFailure(FailureKind.GONE, tried + ": the VE has no link");
    }
}
