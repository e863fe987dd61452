package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.VeId;

/// How much a VE sends and receives is bounded from the host's side, on the real kernel.
@Tag("kernel")
class RateCapKernelTest extends OneVeFixture {
    /// So slow that of a burst only what fits into the bucket comes through, however long a busy
    /// machine takes for the test.
    private static final NetRate CRAWL = new NetRate(1);

    private static final NetRate FAST = new NetRate(1_000_000);
    private static final int DATAGRAMS = 100;
    private static final int DATAGRAM_BYTES = 1400;
    private static final int NOBODY_LISTENS = 9;
    private static final int LOOKS = 100;

    private int db;

    @BeforeEach
    void connectTwoVes() throws Exception {
        var made = PrivateHost.start(host.pid(), "ip", "link", "add", "probe", "type", "ifb");
        Assumptions.assumeTrue(made.code() == 0, () -> "this kernel has no ifb: " + made.output());
        host.host("ip", "link", "del", "probe");
        db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        add(WEB, web, WEB4, WEB6);
        add(DB, db, DB4, DB6);
    }

    @Test
    void whatAVeSendsIsBounded() throws Exception {
        rate(WEB, CRAWL);
        assertTrue(ofABurst(DB4) < DATAGRAMS / 2);
        assertEquals(0, network(WEB, web).refused());
    }

    @Test
    void whatAVeReceivesIsBounded() throws Exception {
        rate(DB, CRAWL);
        assertTrue(ofABurst(DB4) < DATAGRAMS / 2);
    }

    @Test
    void v6IsBoundedAlike() throws Exception {
        rate(WEB, CRAWL);
        assertTrue(ofABurst(DB6) < DATAGRAMS / 2);
    }

    @Test
    void withoutARateAndWithAHighOneEverythingArrives() throws Exception {
        assertEquals(DATAGRAMS, ofABurst(DB4));
        rate(WEB, FAST);
        rate(DB, FAST);
        assertEquals(DATAGRAMS, ofABurst(DB4));
        assertTrue(PrivateHost.pings(web, DB6.toString()));
    }

    @Test
    void aRateIsReadBackChangedWhileTheVeRunsAndTakenAway() throws Exception {
        String before = everything();
        for (NetRate rate :
                new NetRate[] {new NetRate(8000), CRAWL, new NetRate(NetRate.KILOBITS_MAX)}) {
            rate(WEB, rate);
            rate(WEB, rate);
            assertEquals(ObservedRate.both(Optional.of(rate)), network(WEB, web).rate());
            assertTrue(network(WEB, web).ready());
            assertEquals(ObservedRate.NONE, network(DB, db).rate());
        }
        clear(WEB);
        clear(WEB);
        assertEquals(ObservedRate.NONE, network(WEB, web).rate());
        assertEquals(before, everything());
        assertEquals(DATAGRAMS, ofABurst(DB4));
    }

    @Test
    void spoofedPacketsAreStillDroppedAndCounted() throws Exception {
        rate(WEB, FAST);
        // The gateway must be known before: it answers no who-has from a foreign address.
        assertTrue(PrivateHost.pings(web, DB4.toString()));
        PrivateHost.run(web, "ip", "address", "add", "10.101.0.66/32", "dev", "lo");
        PrivateHost.start(
                web, "busybox", "ping", "-c", "1", "-W", "1", "-I", "10.101.0.66", DB4.toString());
        assertEquals(1, network(WEB, web).refused());
    }

    @Test
    void nothingThatTheVesRootDoesOnItsOwnEndHelps() throws Exception {
        rate(WEB, CRAWL);
        PrivateHost.start(web, "tc", "qdisc", "delete", "dev", "eth0", "root");
        PrivateHost.start(web, "tc", "qdisc", "replace", "dev", "eth0", "root", "pfifo");
        PrivateHost.start(web, "ip", "link", "set", "eth0", "down");
        PrivateHost.start(web, "ip", "link", "set", "eth0", "up");
        attach(WEB, web);
        assertTrue(ofABurst(DB4) < DATAGRAMS / 2);
    }

    @Test
    void everyPartThatSomebodyTakesAwayIsMissed() throws Exception {
        Optional<NetRate> capped = Optional.of(FAST);
        ObservedRate notReceived = new ObservedRate(capped, Optional.empty());
        ObservedRate notSent = new ObservedRate(Optional.empty(), capped);
        assertDrift(notReceived, "tc qdisc delete dev ve101 root");
        assertDrift(
                notReceived,
                "tc qdisc replace dev ve101 root handle 1: tbf rate 1gbit burst 1m limit 1m");
        assertDrift(notSent, "tc qdisc delete dev vout101 root");
        assertDrift(notSent, "tc filter delete dev ve101 ingress pref 2");
        assertDrift(notSent, "ip link set vout101 down");
        assertDrift(notSent, "ip link delete vout101");
    }

    private void assertDrift(ObservedRate seen, String damage) throws Exception {
        rate(WEB, FAST);
        host.host(damage.split(" "));
        assertEquals(seen, network(WEB, web).rate(), damage);
        rate(WEB, FAST);
        assertEquals(ObservedRate.both(Optional.of(FAST)), network(WEB, web).rate(), damage);
        assertEquals(DATAGRAMS, ofABurst(DB4), damage);
    }

    @Test
    void disciplinesOfTheAdministratorAreNeitherTakenForOursNorRemoved() throws Exception {
        host.host(
                "tc qdisc add dev ve101 root handle 1: tbf rate 1gbit burst 1m limit 1m"
                        .split(" "));
        assertEquals(ObservedRate.NONE, network(WEB, web).rate());
        clear(WEB);
        assertTrue(host.host("tc", "qdisc", "show", "dev", "ve101").contains("tbf 1:"));
    }

    @Test
    void detachingLeavesNothing() throws Exception {
        rate(WEB, FAST);
        assertTrue(links().contains("vout101"));
        host.act(() -> network.detach(WEB));
        assertFalse(links().contains("vout101"));
        assertEquals(Reading.absent(), observe(WEB, web));
    }

    /// The kernel deletes a VE's link with the VE, but not what we made beside it.
    @Test
    void whatOutlivesTheLinkIsSeenAndRemoved() throws Exception {
        rate(WEB, FAST);
        host.host("ip", "link", "delete", "ve101");
        assertEquals(Set.of(WEB, DB), host.call(network::list));
        assertEquals(present(false, Set.of(), Set.of()), observe(WEB, web));
        host.act(() -> network.detach(WEB));
        assertEquals(Set.of(DB), host.call(network::list));
        assertEquals(Reading.absent(), observe(WEB, web));
    }

    @Test
    void aNewLinkHasNoneOfTheOldOnesRate() throws Exception {
        rate(WEB, FAST);
        host.host("ip", "link", "delete", "ve101");
        attach(WEB, web);
        assertEquals(ObservedRate.NONE, network(WEB, web).rate());
        assertFalse(links().contains("vout101"));
    }

    @Test
    void aVeWithoutALinkCannotBeGivenOne() throws Exception {
        host.act(() -> network.detach(WEB));
        OperationFailure failure = assertThrows(OperationFailure.class, () -> rate(WEB, FAST));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("set the rate of VE 101: the VE has no link", failure.getMessage());
    }

    @Test
    void somebodyElsesDeviceIsAConflictAndStays() throws Exception {
        host.host("ip", "link", "add", "vout101", "type", "ifb");
        OperationFailure failure = assertThrows(OperationFailure.class, () -> rate(WEB, FAST));
        assertEquals(FailureKind.CONFLICT, failure.kind());
        assertEquals("use link vout101 for VE 101: it is not ours", failure.getMessage());
        host.act(() -> network.detach(WEB));
        assertTrue(links().contains("vout101"));
    }

    private void rate(VeId veid, NetRate rate) throws OperationFailure {
        host.act(() -> network.setRate(veid, Optional.of(rate)));
    }

    private void clear(VeId veid) throws OperationFailure {
        host.act(() -> network.setRate(veid, Optional.empty()));
    }

    private ObservedNetwork network(VeId veid, int pid) throws Exception {
        return observe(veid, pid).toOptional().orElseThrow();
    }

    private String links() throws IOException {
        return host.host("ip", "link");
    }

    /// How many datagrams of a burst from one VE arrive at the other.
    private long ofABurst(IpAddress to) throws Exception {
        assertTrue(PrivateHost.pings(db, Gateway.V4.toString()));
        long before = received();
        new NamespaceThread(PrivateHost.SYSCALLS, KernelRoot.RUNNING)
                .call(web, Set.of(Namespace.NET), () -> send(to));
        long arrived = 0;
        for (int look = 0; look < LOOKS && arrived < DATAGRAMS; look++) {
            arrived = received() - before;
        }
        return arrived;
    }

    private static boolean send(IpAddress to) throws ErrnoException {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress address = InetAddress.getByAddress(to.bytes());
            DatagramPacket datagram =
                    new DatagramPacket(
                            new byte[DATAGRAM_BYTES], DATAGRAM_BYTES, address, NOBODY_LISTENS);
            for (int i = 0; i < DATAGRAMS; i++) {
                socket.send(datagram);
            }
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Datagrams that came in and found nobody, of both families.
    private long received() throws IOException {
        String counters = PrivateHost.run(db, "sh", "-c", "cat /proc/net/snmp /proc/net/snmp6");
        long found = 0;
        for (String line : counters.split("\n")) {
            if (line.matches("Udp: [0-9].*")) {
                found += Long.parseLong(line.split(" ")[2]);
            } else if (line.startsWith("Udp6NoPorts")) {
                found += Long.parseLong(line.split("\\s+")[1]);
            }
        }
        return found;
    }
}
