package org.vzgit.kernel.network;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// One host and one VE on the real kernel, in namespaces of the test's own.
abstract class OneVeFixture {
    static final VeId WEB = new VeId(101);
    static final VeId DB = new VeId(102);
    static final IpAddress WEB4 = IpAddress.parse("10.101.0.5");
    static final IpAddress WEB6 = IpAddress.parse("fd00:101::5");
    static final IpAddress DB4 = IpAddress.parse("10.101.0.6");
    static final IpAddress DB6 = IpAddress.parse("fd00:101::6");

    final VeNetwork network = new VeNetwork(PrivateHost.SYSCALLS, "vzgit-test");

    // Made anew before each test.
    @SuppressWarnings("NullAway.Init")
    PrivateHost host;

    int web;

    @BeforeEach
    void makeNamespaces() throws IOException {
        host = new PrivateHost();
        web = host.startNamespace();
    }

    @AfterEach
    void endNamespaces() throws IOException {
        host.close();
    }

    void attach(VeId veid, int pid) throws OperationFailure {
        host.act(() -> network.attach(veid, pid));
    }

    void add(VeId veid, int pid, IpAddress... addresses) throws OperationFailure {
        for (IpAddress address : addresses) {
            host.act(() -> network.addAddress(veid, pid, address));
        }
    }

    void remove(VeId veid, int pid, IpAddress address) throws OperationFailure {
        host.act(() -> network.removeAddress(veid, pid, address));
    }

    Reading<ObservedNetwork> observe(VeId veid, int pid) throws OperationFailure {
        SortedMap<VeId, Integer> pids = new TreeMap<>(Map.of(veid, pid));
        return host.call(() -> network.observe(pids.keySet(), pids))
                .getOrDefault(veid, Reading.absent());
    }

    String everything() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int namespace : new int[] {host.pid(), web}) {
            for (String list : new String[] {"link", "address", "route", "-6 route"}) {
                all.append(PrivateHost.run(namespace, ("ip -d " + list).split(" ")));
            }
            all.append(PrivateHost.run(namespace, "tc", "qdisc"));
        }
        all.append(host.host("tc", "filter", "show", "dev", "ve101", "ingress"));
        return all.toString();
    }

    static String message(OperationFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    static boolean ready(Reading<ObservedNetwork> reading) {
        return reading.toOptional().orElseThrow().ready();
    }

    static Reading<ObservedNetwork> present(
            boolean ready, Set<IpAddress> inside, Set<IpAddress> routed) {
        return Reading.present(
                ObservedNetwork.of(ready, new TreeSet<>(inside), new TreeSet<>(routed)));
    }
}
