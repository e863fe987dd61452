package org.vzgit.kernel.simulated;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetInterface;

/// A VE's veth pair. When the VE dies, the inside goes with its network namespace; the host side is
/// simulated as staying behind, which is the harder case.
final class SimulatedLink {
    private final int pid;
    private boolean ready = true;
    private ObservedRate rate = ObservedRate.NONE;
    private final SortedMap<String, NetInterface> interfaces = new TreeMap<>();
    private final SortedSet<IpAddress> inside = new TreeSet<>();
    private final SortedSet<IpAddress> routed = new TreeSet<>();

    /// @param pid the process in whose namespace the inside is
    SimulatedLink(int pid) {
        this.pid = pid;
    }

    SimulatedLink copy() {
        SimulatedLink copy = new SimulatedLink(pid);
        copy.ready = ready;
        copy.rate = rate;
        copy.interfaces.putAll(interfaces);
        copy.inside.addAll(inside);
        copy.routed.addAll(routed);
        return copy;
    }

    boolean isOf(SimulatedInit init) {
        return pid == init.pid();
    }

    boolean isReady() {
        return ready;
    }

    boolean routes(IpAddress address) {
        return routed.contains(address);
    }

    void add(IpAddress address) {
        inside.add(address);
        routed.add(address);
    }

    void remove(IpAddress address) {
        inside.remove(address);
        routed.remove(address);
    }

    void unroute(IpAddress address) {
        routed.remove(address);
    }

    void cap(ObservedRate value) {
        rate = value;
    }

    void bridge(NetInterface wanted) {
        interfaces.put(wanted.name(), wanted);
    }

    void unbridge(String name) {
        interfaces.remove(name);
    }

    /// What is left when the inside is gone, or one side is down.
    void breakDown() {
        ready = false;
        inside.clear();
    }

    ObservedNetwork observed() {
        return ObservedNetwork.of(ready, inside, routed).with(rate).with(interfaces);
    }
}
