package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

/// Links that are somebody else's, left over, or half there, on the real kernel.
@Tag("kernel")
class VeNetworkConflictTest extends OneVeFixture {
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
                host.call(() -> network.observe(Set.of(), new TreeMap<>()));
        assertEquals(Map.of(WEB, present(false, Set.of(), Set.of(WEB4))), readings);
    }

    @Test
    void aVeThatCannotBeEnteredIsUnreadableAndHindersNoOther() throws Exception {
        int db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        SortedMap<VeId, Integer> pids = new TreeMap<>(Map.of(WEB, Integer.MAX_VALUE, DB, db));
        Map<VeId, Reading<ObservedNetwork>> readings =
                host.call(() -> network.observe(pids.keySet(), pids));
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
}
