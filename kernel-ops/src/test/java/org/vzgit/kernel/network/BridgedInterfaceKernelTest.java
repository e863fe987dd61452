package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeId;

/// Two VEs in one bridge of the host, on the real kernel.
@Tag("kernel")
class BridgedInterfaceKernelTest extends OneVeFixture {
    private int db;

    @BeforeEach
    void makeABridge() throws Exception {
        host.host("ip", "link", "add", "br0", "up", "type", "bridge");
        host.host("ip", "link", "add", "br1", "up", "type", "bridge");
        db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
    }

    private static NetInterface one(VeId veid, String more) {
        return NetInterface.parse("ifname=eth1" + more, veid);
    }

    private void set(VeId veid, int pid, NetInterface wanted) throws OperationFailure {
        host.act(() -> network.setInterface(veid, pid, wanted));
    }

    private SortedMap<String, NetInterface> seen(VeId veid, int pid) throws OperationFailure {
        return observe(veid, pid).toOptional().orElseThrow().interfaces();
    }

    private static void configure(int pid, String address) throws Exception {
        PrivateHost.run(pid, "ip", "address", "add", address, "dev", "eth1");
        PrivateHost.run(pid, "ip", "link", "set", "eth1", "up");
    }

    /// 10.101.77.1 and .2, in the same network.
    private void connect() throws Exception {
        set(WEB, web, one(WEB, ",bridge=br0"));
        set(DB, db, one(DB, ",bridge=br0"));
        configure(web, "10.101.77.1/24");
        configure(db, "10.101.77.2/24");
    }

    /// A ping that nobody answered leaves a neighbour of whom the kernel asks no more for a while.
    private void forgetNeighbours() throws Exception {
        PrivateHost.run(web, "ip", "link", "set", "eth1", "down");
        PrivateHost.run(web, "ip", "link", "set", "eth1", "up");
    }

    private static String refusal(OperationFailure failure, FailureKind kind) {
        assertEquals(kind, failure.kind(), failure.getMessage());
        return message(failure);
    }

    @Test
    void whatIsSetIsReadBackAndSettingItAgainChangesNothing() throws Exception {
        List<String> before = links();
        NetInterface wanted =
                one(WEB, ",bridge=br0,mac=00:18:51:00:00:01,host_mac=00:18:51:00:00:02");
        set(WEB, web, wanted);
        assertEquals(Map.of("eth1", wanted), seen(WEB, web));
        assertEquals(Map.of(), seen(DB, db));
        assertTrue(ready(observe(WEB, web)));
        List<String> made = links();
        set(WEB, web, wanted);
        assertEquals(made, links());
        assertTrue(
                PrivateHost.run(web, "ip", "link", "show", "eth1").contains("00:18:51:00:00:01"));
        host.act(() -> network.removeInterface(WEB, "eth1"));
        host.act(() -> network.removeInterface(WEB, "eth1"));
        assertEquals(Map.of(), seen(WEB, web));
        assertEquals(before, links());
    }

    /// Index and name of all links, here and in the VE: what is made anew has another index.
    private List<String> links() throws Exception {
        return Stream.of(host.pid(), web)
                .flatMap(pid -> {
                    try {
                        return PrivateHost.run(pid, "ip", "-o", "link").lines();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .map(line -> line.substring(0, line.indexOf(": ", line.indexOf(": ") + 1)))
                .toList();
    }

    @Test
    void vesInOneBridgeReachEachOther() throws Exception {
        connect();
        assertTrue(PrivateHost.pings(web, "10.101.77.2"));
    }

    @Test
    void framesFromAnotherHardwareAddressAreDropped() throws Exception {
        connect();
        PrivateHost.run(web, "ip", "link", "set", "eth1", "address", "02:00:00:00:00:99");
        assertFalse(PrivateHost.pings(web, "10.101.77.2"));
        PrivateHost.run(web, "ip", "link", "set", "eth1", "address", one(WEB, "").mac());
        forgetNeighbours();
        assertTrue(PrivateHost.pings(web, "10.101.77.2"));
    }

    @Test
    void theFilterIsSwitchedOffAndOnWhileTheVeRuns() throws Exception {
        connect();
        PrivateHost.run(web, "ip", "link", "set", "eth1", "address", "02:00:00:00:00:99");
        NetInterface open = one(WEB, ",bridge=br0,mac_filter=off");
        set(WEB, web, open);
        assertEquals(Map.of("eth1", open), seen(WEB, web));
        assertTrue(PrivateHost.pings(web, "10.101.77.2"));
        set(WEB, web, one(WEB, ",bridge=br0"));
        assertFalse(PrivateHost.pings(web, "10.101.77.2"));
    }

    @Test
    void anotherBridgeIsALiveChangeThatKeepsTheLink() throws Exception {
        connect();
        String index = PrivateHost.run(web, "cat", "/proc/net/dev_snmp6/eth1").split("\n")[0];
        set(WEB, web, one(WEB, ",bridge=br1"));
        assertEquals(Map.of("eth1", one(WEB, ",bridge=br1")), seen(WEB, web));
        assertFalse(PrivateHost.pings(web, "10.101.77.2"));
        set(WEB, web, one(WEB, ",bridge=br0"));
        forgetNeighbours();
        assertTrue(PrivateHost.pings(web, "10.101.77.2"));
        assertEquals(index, PrivateHost.run(web, "cat", "/proc/net/dev_snmp6/eth1").split("\n")[0]);
    }

    @Test
    void withoutABridgeItIsInNone() throws Exception {
        set(WEB, web, one(WEB, ",bridge=br0"));
        set(WEB, web, one(WEB, ""));
        assertEquals(Map.of("eth1", one(WEB, "")), seen(WEB, web));
        assertFalse(host.host("ip", "link", "show", "veth101.1").contains("master"));
    }

    @Test
    void anotherAddressMakesANewPair() throws Exception {
        set(WEB, web, one(WEB, ",bridge=br0"));
        NetInterface other = one(WEB, ",bridge=br0,mac=00:18:51:00:00:07");
        set(WEB, web, other);
        assertEquals(Map.of("eth1", other), seen(WEB, web));
        assertTrue(
                PrivateHost.run(web, "ip", "link", "show", "eth1").contains("00:18:51:00:00:07"));
    }

    @Test
    void everyWayInWhichTheHostsEndDriftsIsSeenAndHealed() throws Exception {
        NetInterface wanted = one(WEB, ",bridge=br0");
        set(WEB, web, wanted);
        for (String drift :
                new String[] {
                    "ip link set veth101.1 nomaster",
                    "ip link set veth101.1 master br1",
                    "ip link set veth101.1 down",
                    "ip link set veth101.1 address fe:00:00:00:00:01",
                    "tc qdisc delete dev veth101.1 clsact",
                    "tc filter delete dev veth101.1 ingress",
                    "ip link delete veth101.1",
                    "ip link set veth101.1 down name other"
                }) {
            host.host(drift.split(" "));
            assertNotEquals(Map.of("eth1", wanted), seen(WEB, web), drift);
            set(WEB, web, wanted);
            assertEquals(Map.of("eth1", wanted), seen(WEB, web), drift);
        }
    }

    @Test
    void anEndThatTheVesRootDeletesIsMissing() throws Exception {
        set(WEB, web, one(WEB, ",bridge=br0"));
        PrivateHost.run(web, "ip", "link", "delete", "eth1");
        assertEquals(Map.of(), seen(WEB, web));
        set(WEB, web, one(WEB, ",bridge=br0"));
        assertEquals(1, seen(WEB, web).size());
    }

    @Test
    void aVeThatIsKilledLeavesNothingInTheBridge() throws Exception {
        connect();
        host.end(web);
        int again = host.startNamespace();
        host.act(() -> network.detach(WEB));
        attach(WEB, again);
        set(WEB, again, one(WEB, ",bridge=br0"));
        configure(again, "10.101.77.1/24");
        assertTrue(PrivateHost.pings(again, "10.101.77.2"));
    }

    @Test
    void detachingTakesThemToo() throws Exception {
        connect();
        host.act(() -> network.detach(WEB));
        assertEquals(Reading.absent(), observe(WEB, web));
        assertFalse(host.host("ip", "link").contains("veth101.1"));
        assertTrue(host.host("ip", "link").contains("veth102.1"));
    }

    @Test
    void aBridgeThatIsNotThereIsNamedAndNothingIsMade() throws Exception {
        var failure =
                assertThrows(OperationFailure.class, () -> set(WEB, web, one(WEB, ",bridge=br7")));
        assertTrue(
                refusal(failure, FailureKind.GONE)
                        .contains("no bridge br7; make it: ip link add br7 up type bridge"));
        assertFalse(host.host("ip", "link").contains("veth101.1"));
    }

    @Test
    void somebodyElsesLinkIsNotTouched() throws Exception {
        host.host("ip", "link", "add", "veth101.1", "type", "bridge");
        var failure =
                assertThrows(OperationFailure.class, () -> set(WEB, web, one(WEB, ",bridge=br0")));
        assertTrue(refusal(failure, FailureKind.CONFLICT).contains("it is not ours"));
        assertTrue(host.host("ip", "-d", "link", "show", "veth101.1").contains("forward_delay"));
    }

    @Test
    void aVeWithoutItsRoutedLinkGetsNone() throws Exception {
        host.act(() -> network.detach(WEB));
        var failure =
                assertThrows(OperationFailure.class, () -> set(WEB, web, one(WEB, ",bridge=br0")));
        refusal(failure, FailureKind.GONE);
    }
}
