package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.IpAddress;

/// Our requests against what iproute2 sends for the command that each test names.
class RequestBytesTest {
    private static final Link VE101 = Golden.link(2, "ve101");
    private static final Link ETH0 = Golden.link(2, "eth0");
    private static final IpAddress V4 = IpAddress.parse("10.101.0.5");
    private static final IpAddress V6 = IpAddress.parse("fd00:101::5");

    /// `ip link add ve101 numtxqueues 1 numrxqueues 1 address 02:76:7a:00:00:65 type veth peer
    /// numtxqueues 1 numrxqueues 1 address 02:76:7a:00:01:65 netns 27291 name eth0`
    @Test
    void createMakesAVethWithItsPeerInTheNamespaceOfAProcess() {
        VethPair pair =
                new VethPair(
                        new VethPair.End("ve101", new MacAddress("02:76:7a:00:00:65")),
                        new VethPair.End("eth0", new MacAddress("02:76:7a:00:01:65")),
                        27291);
        assertEquals(
                "9c00000010000506000000000000000000000000000000000000000000000000"
                    + "08001f000100000008002000010000000a00010002767a00006500000a000300"
                    + "76653130310000005400120008000100766574684800020044000100"
                    + "0000000000000000000000000000000008001f000100000008002000"
                    + "010000000a00010002767a0001650000080013009b6a0000090003006574683000000000",
                Golden.hex(LinkRequests.create(pair)));
    }

    /// `ip link set ve101 alias vzgit:101 up`
    @Test
    void aliasAndUpAreOneRequest() {
        assertEquals(
                "3000000010000500000000000000000000000000020000000100000001000000"
                        + "0d001400767a6769743a313031000000",
                Golden.hex(LinkRequests.upWithAlias(VE101, "vzgit:101")));
    }

    /// `ip link set eth0 up`
    @Test
    void upChangesTheOneFlag() {
        assertEquals(
                "2000000010000500000000000000000000000000020000000100000001000000",
                Golden.hex(LinkRequests.up(ETH0)));
    }

    /// `ip link delete ve101`
    @Test
    void deleteNamesTheLinkByItsIndex() {
        assertEquals(
                "2000000011000500000000000000000000000000020000000000000000000000",
                Golden.hex(LinkRequests.delete(VE101)));
    }

    /// `ip address add 169.254.1.1/32 dev ve101 scope link`
    @Test
    void v4GatewayAddressHasLinkScope() {
        LinkAddress gateway = Gateway.addresses(VE101, false).getFirst();
        assertEquals(
                "2800000014000506000000000000000002"
                        + "2000fd0200000008000200a9fe010108000100a9fe0101",
                Golden.hex(AddressRequests.add(gateway)));
    }

    /// `ip -6 address add fe80::1/64 dev ve101 nodad`; iproute2 leaves the scope 0 and the kernel
    /// finds it from the address.
    @Test
    void v6GatewayAddressSkipsDuplicateDetection() {
        LinkAddress gateway = new LinkAddress(2, Gateway.V6, 64, Rtnetlink.RT_SCOPE_UNIVERSE);
        assertEquals(
                "400000001400050600000000000000000a40020002000000"
                    + "14000200fe80000000000000000000000000000114000100fe800000000000000000000000000001",
                Golden.hex(AddressRequests.add(gateway)));
    }

    /// `ip address add 10.101.0.5/32 dev eth0`, `ip -6 address add fd00:101::5/128 dev eth0 nodad`
    @Test
    void addressesOfAVeAreWholeAndGlobal() {
        assertEquals(
                "28000000140005060000000000000000022000000200000008000200"
                        + "0a650005080001000a650005",
                Golden.hex(AddressRequests.add(new LinkAddress(2, V4, 32, 0))));
        assertEquals(
                "400000001400050600000000000000000a80020002000000"
                    + "14000200fd00010100000000000000000000000514000100fd000101000000000000000000000005",
                Golden.hex(AddressRequests.add(new LinkAddress(2, V6, 128, 0))));
    }

    /// `ip address delete 169.254.1.1/32 dev ve101`
    @Test
    void deletingAnAddressNamesItWhole() {
        assertEquals(
                "28000000150005000000000000000000022000000200000008000200a9fe010108000100a9fe0101",
                Golden.hex(AddressRequests.delete(new LinkAddress(2, Gateway.V4, 32, 0))));
    }

    /// `ip route add 10.101.0.5/32 dev ve101 proto static`, `ip -6 route add fd00:101::5/128 …`
    @Test
    void routesToAVeAreDirect() {
        assertEquals(
                "2c0000001800050600000000000000000220"
                        + "0000fe04fd0100000000080001000a6500050800040002000000",
                Golden.hex(RouteRequests.add(V4, VE101)));
        assertEquals(
                "380000001800050600000000000000000a800000fe0400010000000014000100"
                        + "fd0001010000000000000000000000050800040002000000",
                Golden.hex(RouteRequests.add(V6, VE101)));
    }

    /// `ip route delete 10.101.0.5/32 dev ve101`, `ip -6 route delete fd00:101::5/128 dev ve101`
    @Test
    void deletingARouteLeavesOutHowItWasMade() {
        assertEquals(
                "2c0000001900050000000000000000000220"
                        + "0000fe00ff0000000000080001000a6500050800040002000000",
                Golden.hex(RouteRequests.delete(V4, VE101)));
        assertEquals(
                "380000001900050000000000000000000a800000fe0000000000000014000100"
                        + "fd0001010000000000000000000000050800040002000000",
                Golden.hex(RouteRequests.delete(V6, VE101)));
    }

    /// `ip route replace 169.254.1.1 dev eth0 scope link proto static`
    @Test
    void theWayToTheGatewayIsReplaced() {
        assertEquals(
                "2c0000001800050500000000000000000220"
                        + "0000fe04fd010000000008000100a9fe01010800040002000000",
                Golden.hex(RouteRequests.replace(Gateway.V4, ETH0)));
    }

    /// `ip route replace default via 169.254.1.1 dev eth0 onlink proto static`
    @Test
    void theDefaultRouteIsReplacedAndOnlink() {
        assertEquals(
                "2c0000001800050500000000000000000200"
                        + "0000fe0400010400000008000500a9fe01010800040002000000",
                Golden.hex(RouteRequests.setDefault(Gateway.V4, ETH0)));
    }

    /// `ip address show`, `ip route show table main`: without the padding that iproute2 sends
    /// behind.
    @Test
    void listsAskTheKernelToFilter() {
        assertEquals(
                "180000001600010300000000000000000000000000000000",
                Golden.hex(AddressRequests.list(0)));
        assertEquals(
                "240000001a0001030000000000000000020000000000000000000000" + "08000f00fe000000",
                Golden.hex(RouteRequests.list(Rtnetlink.AF_INET, 0)));
    }

    @Test
    void eachRequestAcceptsWhatMeansThatItIsSoAlready() {
        assertTrue(AddressRequests.add(new LinkAddress(2, V4, 32, 0)).accepts(Errno.EEXIST));
        assertTrue(
                AddressRequests.delete(new LinkAddress(2, V4, 32, 0)).accepts(Errno.EADDRNOTAVAIL));
        assertTrue(RouteRequests.delete(V4, VE101).accepts(Errno.ESRCH));
        assertTrue(LinkRequests.delete(VE101).accepts(Errno.ENODEV));
        assertTrue(LinkRequests.named("ve101").accepts(Errno.ENODEV));
        assertFalse(RouteRequests.add(V4, VE101).accepts(Errno.EEXIST));
        assertFalse(LinkRequests.up(VE101).accepts(Errno.ENODEV));
    }
}
