package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeId;

final class NetifFieldTest {
    private static final VeId VE = new VeId(101);

    private static String network(String interfaces) {
        return "network: {interfaces: [" + interfaces + "]}";
    }

    @Test
    void aVeHasNoneUnlessItSaysSo() {
        assertEquals(List.of(), ve("hostname: a").network().interfaces());
        assertEquals(List.of(), ve(network("")).network().interfaces());
    }

    @Test
    void theyAreReadWithTheValuesOfThisVe() {
        assertEquals(
                List.of(
                        NetInterface.parse("ifname=eth1,bridge=br0", VE),
                        NetInterface.parse("ifname=eth2,mac_filter=off,host_ifname=x", VE)),
                ve(network(
                                "{ifname: eth1, bridge: br0}, {mac_filter: off, ifname: eth2,"
                                        + " host_ifname: x}"))
                        .network()
                        .interfaces());
    }

    @Test
    void everyBadOneIsToldAtItsPlace() {
        DesiredState state =
                read(web(101, network("{ifname: eth0}, {ifname: eth1}, {ifname: eth2, mac: x}")));
        assertEquals(
                List.of(
                        "f1.yaml:8:26 network.interfaces ifname eth0 is the VE's own link already;"
                                + " name it eth1",
                        "f1.yaml:8:58 network.interfaces mac x is not usable"),
                state.diagnostics().stream()
                        .map(finding -> finding.origin() + " " + finding.message())
                        .toList());
    }

    @Test
    void noTwoHaveOneNameInsideOrOnTheHost() {
        assertEquals("CONFLICT", codes(read(web(101, network("{ifname: eth1}, {ifname: eth1}")))));
        assertEquals(
                "CONFLICT",
                codes(
                        read(
                                web(
                                        101,
                                        network(
                                                "{ifname: eth1, host_ifname: x}, {ifname: eth2,"
                                                        + " host_ifname: x}")))));
        assertEquals("CONFLICT", codes(read(web(101, network("{ifname: a1}, {ifname: b1}")))));
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        assertEquals("UNKNOWN_FIELD", codes(read(web(101, network("{ifname: eth1, vlan: a}")))));
    }
}
