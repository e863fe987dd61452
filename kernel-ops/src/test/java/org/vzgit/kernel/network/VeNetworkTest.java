package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// The real kernel, in namespaces of the test's own.
@Tag("kernel")
class VeNetworkTest {
    private static final VeId WEB = new VeId(101);
    private static final VeId DB = new VeId(102);
    private static final IpAddress WEB4 = IpAddress.parse("10.101.0.5");
    private static final IpAddress WEB6 = IpAddress.parse("fd00:101::5");
    private static final IpAddress DB4 = IpAddress.parse("10.101.0.6");
    private static final IpAddress DB6 = IpAddress.parse("fd00:101::6");

    private final VeNetwork network = new VeNetwork(PrivateHost.SYSCALLS, "vzgit-test");
    private PrivateHost host;
    private int web;

    @BeforeEach
    void makeNamespaces() throws IOException {
        host = new PrivateHost();
        web = host.startNamespace();
    }

    @AfterEach
    void endNamespaces() throws IOException {
        host.close();
    }

    @Test
    void anAttachedVeIsReadyAndHasNoAddress() throws Exception {
        attach(WEB, web);
        assertEquals(present(true, Set.of(), Set.of()), observe(WEB, web));
        assertEquals(Set.of(WEB), host.call(network::list));
    }

    @Test
    void hostAndVeReachEachOtherAtOnceInBothFamilies() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4, WEB6);
        assertTrue(PrivateHost.pings(host.pid(), WEB4.toString()));
        assertTrue(PrivateHost.pings(host.pid(), WEB6.toString()));
        assertTrue(PrivateHost.pings(web, "169.254.1.1"));
        assertTrue(PrivateHost.pings(web, "fe80::1%eth0"));
        assertTrue(PrivateHost.pings(web, "127.0.0.1"));
        assertEquals(present(true, Set.of(WEB4, WEB6), Set.of(WEB4, WEB6)), observe(WEB, web));
    }

    @Test
    void twoVesReachEachOtherThroughTheHost() throws Exception {
        int db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        add(WEB, web, WEB4, WEB6);
        add(DB, db, DB4, DB6);
        assertTrue(PrivateHost.pings(web, DB4.toString()));
        assertTrue(PrivateHost.pings(web, DB6.toString()));
        assertTrue(PrivateHost.pings(db, WEB4.toString()));
        assertTrue(PrivateHost.pings(db, WEB6.toString()));
    }

    @Test
    void aVeSpeaksFromNoAddressButItsOwn() throws Exception {
        int db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        add(WEB, web, WEB4);
        add(DB, db, DB4);
        // The gateway must be known before: it does not even answer who-has from a foreign address.
        assertTrue(PrivateHost.pings(web, DB4.toString()));
        PrivateHost.run(web, "ip", "address", "add", "10.101.0.66/32", "dev", "lo");
        PrivateHost.Finished ping =
                PrivateHost.start(
                        web,
                        "busybox",
                        "ping",
                        "-c",
                        "1",
                        "-W",
                        "1",
                        "-I",
                        "10.101.0.66",
                        "10.101.0.6");
        assertNotEquals(0, ping.code());
        String counters = host.host("nstat", "-az", "TcpExtIPReversePathFilter");
        assertTrue(counters.matches("(?s).*IPReversePathFilter +[1-9].*"), counters);
    }

    @Test
    void doingAllOfItAgainChangesNothing() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4, WEB6);
        String before = everything();
        attach(WEB, web);
        add(WEB, web, WEB4, WEB6);
        assertEquals(before, everything());
    }

    @Test
    void aDeletedLinkIsSeenAsAbsentAndAttachingBringsItBack() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4);
        host.host("ip", "link", "delete", "ve101");
        assertEquals(Reading.absent(), observe(WEB, web));
        attach(WEB, web);
        assertEquals(present(true, Set.of(), Set.of()), observe(WEB, web));
        add(WEB, web, WEB4);
        assertTrue(PrivateHost.pings(host.pid(), WEB4.toString()));
    }

    @Test
    void anAddressRemovedByHandIsMissedOnItsSideOnly() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4, DB4);
        PrivateHost.run(web, "ip", "address", "delete", "10.101.0.5/32", "dev", "eth0");
        assertEquals(present(true, Set.of(DB4), Set.of(WEB4, DB4)), observe(WEB, web));
        host.host("ip", "route", "delete", "10.101.0.6/32");
        assertEquals(present(true, Set.of(DB4), Set.of(WEB4)), observe(WEB, web));
        add(WEB, web, WEB4, DB4);
        assertEquals(present(true, Set.of(WEB4, DB4), Set.of(WEB4, DB4)), observe(WEB, web));
    }

    @Test
    void theLastV4AddressTakesTheRoutesWithItAndAttachingBringsThemBack() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4);
        PrivateHost.run(web, "ip", "address", "delete", "10.101.0.5/32", "dev", "eth0");
        assertEquals(present(false, Set.of(), Set.of(WEB4)), observe(WEB, web));
        attach(WEB, web);
        assertEquals(present(true, Set.of(), Set.of(WEB4)), observe(WEB, web));
    }

    @Test
    void removingAnAddressLeavesTheOthersWorkingAndTheVeReady() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4, WEB6, DB4);
        remove(WEB, web, WEB4);
        assertEquals(present(true, Set.of(WEB6, DB4), Set.of(WEB6, DB4)), observe(WEB, web));
        assertTrue(PrivateHost.pings(host.pid(), DB4.toString()));
        remove(WEB, web, DB4);
        remove(WEB, web, WEB6);
        remove(WEB, web, WEB6);
        assertEquals(present(true, Set.of(), Set.of()), observe(WEB, web));
    }

    @Test
    void whatIsSetDownOrRoutedElsewhereInsideIsNotReadyUntilAttachedAgain() throws Exception {
        for (String damage :
                new String[] {
                    "ip link set eth0 down",
                    "ip route delete default",
                    "ip -6 route delete default",
                    "ip route replace default via 10.101.0.99 dev eth0 onlink",
                }) {
            attach(WEB, web);
            add(WEB, web, WEB4, WEB6);
            PrivateHost.run(web, damage.split(" "));
            assertFalse(ready(observe(WEB, web)), damage);
            attach(WEB, web);
            assertTrue(ready(observe(WEB, web)), damage);
        }
    }

    @Test
    void aHostEndThatIsDownOrLostItsAddressIsNotReadyUntilAttachedAgain() throws Exception {
        for (String damage :
                new String[] {
                    "ip link set ve101 down",
                    "ip address delete 169.254.1.1/32 dev ve101",
                    "ip address delete fe80::1/64 dev ve101",
                }) {
            attach(WEB, web);
            host.host(damage.split(" "));
            assertFalse(ready(observe(WEB, web)), damage);
            attach(WEB, web);
            assertTrue(ready(observe(WEB, web)), damage);
        }
    }

    @Test
    void aRestartedVeGetsALinkOfItsOwn() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4);
        int again = host.startNamespace();
        assertFalse(ready(observe(WEB, again)));
        attach(WEB, again);
        add(WEB, again, WEB4);
        assertTrue(PrivateHost.pings(host.pid(), WEB4.toString()));
        assertEquals(present(true, Set.of(WEB4), Set.of(WEB4)), observe(WEB, again));
    }

    @Test
    void aVeThatEndedWhileItWasReplacedLeavesNothingInTheWay() throws Exception {
        int now = web;
        for (int i = 0; i < 5; i++) {
            attach(WEB, now);
            add(WEB, now, WEB4);
            host.end(now);
            now = host.startNamespace();
        }
        attach(WEB, now);
        add(WEB, now, WEB4);
        assertTrue(PrivateHost.pings(host.pid(), WEB4.toString()));
    }

    @Test
    void somebodyElsesLinkIsAConflictAndStays() throws Exception {
        for (String alias : new String[] {"", "vzgit:101", "vzgit-test:102", "my bridge"}) {
            host.host("ip", "link", "add", "ve101", "type", "veth", "peer", "name", "other");
            host.host("ip", "link", "set", "ve101", "alias", alias);
            String before = host.host("ip", "-d", "link", "show", "ve101");
            OperationFailure failure = assertThrows(OperationFailure.class, () -> attach(WEB, web));
            assertEquals(FailureKind.CONFLICT, failure.kind());
            assertEquals(
                    "use link ve101 for VE 101: it is not ours, its alias is '"
                            + alias
                            + "' and not 'vzgit-test:101'",
                    failure.getMessage());
            host.act(() -> network.detach(WEB));
            assertEquals(before, host.host("ip", "-d", "link", "show", "ve101"));
            host.host("ip", "link", "delete", "ve101");
        }
    }

    @Test
    void anotherEth0InsideIsAConflictAndStays() throws Exception {
        PrivateHost.run(web, "ip", "link", "add", "eth0", "type", "veth", "peer", "name", "other");
        OperationFailure failure = assertThrows(OperationFailure.class, () -> attach(WEB, web));
        assertEquals(FailureKind.CONFLICT, failure.kind());
        assertTrue(message(failure).contains("peer eth0"), message(failure));
        PrivateHost.run(web, "ip", "link", "show", "eth0");
    }

    @Test
    void aLinkWhoseMakerEndedBeforeTheAliasIsFinished() throws Exception {
        VethPair pair = new LinkOwner("vzgit-test").pair(WEB, web);
        host.host(
                "ip link add ve101 address %s type veth peer name eth0 netns %d"
                        .formatted(pair.near().mac().text(), web)
                        .split(" "));
        attach(WEB, web);
        assertEquals(present(true, Set.of(), Set.of()), observe(WEB, web));
    }

    @Test
    void anAddressThatIsRoutedElsewhereIsAConflict() throws Exception {
        int db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        for (IpAddress address : new IpAddress[] {WEB4, WEB6}) {
            add(DB, db, address);
            OperationFailure failure =
                    assertThrows(OperationFailure.class, () -> add(WEB, web, address));
            assertEquals(FailureKind.CONFLICT, failure.kind());
            assertTrue(
                    message(failure).startsWith("route " + address + " by ve101"),
                    message(failure));
        }
    }

    @Test
    void addressesNeedALink() throws Exception {
        OperationFailure failure = assertThrows(OperationFailure.class, () -> add(WEB, web, WEB4));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("add address 10.101.0.5 to VE 101: the VE has no link", failure.getMessage());
        remove(WEB, web, WEB4);
    }

    @Test
    void attachingAVeThatIsGoneSaysSo() throws Exception {
        host.end(web);
        OperationFailure failure = assertThrows(OperationFailure.class, () -> attach(WEB, web));
        assertEquals(FailureKind.GONE, failure.kind());
        assertTrue(message(failure).contains("ESRCH"), message(failure));
        assertEquals(Set.of(), host.call(network::list));
    }

    @Test
    void detachingTakesLinkAddressesAndRoutesAndMayBeRepeated() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4, WEB6);
        host.act(() -> network.detach(WEB));
        assertEquals(Reading.absent(), observe(WEB, web));
        assertEquals("", host.host("ip", "route", "show"));
        host.act(() -> network.detach(WEB));
    }

    @Test
    void aRenamedLinkIsStillOursToDetach() throws Exception {
        attach(WEB, web);
        host.host("ip", "link", "set", "ve101", "down");
        host.host("ip", "link", "set", "ve101", "name", "other");
        assertEquals(Set.of(WEB), host.call(network::list));
        host.act(() -> network.detach(WEB));
        assertEquals(Set.of(), host.call(network::list));
    }

    @Test
    void aLinkOfAVeThatDoesNotRunIsSeenFromTheHostAlone() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4);
        Map<VeId, Reading<ObservedNetwork>> readings =
                host.call(() -> network.observe(new TreeMap<>()));
        assertEquals(Map.of(WEB, present(false, Set.of(), Set.of(WEB4))), readings);
    }

    @Test
    void aVeThatCannotBeEnteredIsUnreadableAndHindersNoOther() throws Exception {
        int db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        SortedMap<VeId, Integer> pids = new TreeMap<>(Map.of(WEB, Integer.MAX_VALUE, DB, db));
        Map<VeId, Reading<ObservedNetwork>> readings = host.call(() -> network.observe(pids));
        Reading.Unreadable<?> web = assertInstanceOf(Reading.Unreadable.class, readings.get(WEB));
        assertEquals("the links inside VE 101: open /proc/2147483647/ns/net: ENOENT", web.reason());
        assertEquals(present(true, Set.of(), Set.of()), readings.get(DB));
    }

    @Test
    void neitherHomeSeesTheLinksOfTheOther() throws Exception {
        attach(WEB, web);
        VeNetwork other = new VeNetwork(PrivateHost.SYSCALLS, "vzgit");
        assertEquals(Set.of(), host.call(other::list));
        host.act(() -> other.detach(WEB));
        assertTrue(ready(observe(WEB, web)));
    }

    private void attach(VeId veid, int pid) throws OperationFailure {
        host.act(() -> network.attach(veid, pid));
    }

    private void add(VeId veid, int pid, IpAddress... addresses) throws OperationFailure {
        for (IpAddress address : addresses) {
            host.act(() -> network.addAddress(veid, pid, address));
        }
    }

    private void remove(VeId veid, int pid, IpAddress address) throws OperationFailure {
        host.act(() -> network.removeAddress(veid, pid, address));
    }

    private Reading<ObservedNetwork> observe(VeId veid, int pid) throws OperationFailure {
        SortedMap<VeId, Integer> pids = new TreeMap<>(Map.of(veid, pid));
        return host.call(() -> network.observe(pids)).getOrDefault(veid, Reading.absent());
    }

    private String everything() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int namespace : new int[] {host.pid(), web}) {
            for (String list : new String[] {"link", "address", "route", "-6 route"}) {
                all.append(PrivateHost.run(namespace, ("ip -d " + list).split(" ")));
            }
        }
        return all.toString();
    }

    private static String message(OperationFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    private static boolean ready(Reading<ObservedNetwork> reading) {
        return reading.toOptional().orElseThrow().ready();
    }

    private static Reading<ObservedNetwork> present(
            boolean ready, Set<IpAddress> inside, Set<IpAddress> routed) {
        return Reading.present(
                new ObservedNetwork(ready, new TreeSet<>(inside), new TreeSet<>(routed)));
    }
}
