package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetInterfaceTest {
    private static final VeId VE = new VeId(101);

    private static NetInterface parse(String text) {
        return NetInterface.parse(text, VE);
    }

    @Test
    void whatIsNotWrittenIsTheSameAtEachStart() {
        NetInterface one = parse("ifname=eth1");
        assertEquals(one, parse("ifname=eth1"));
        assertEquals("veth101.1", one.hostName());
        assertEquals(Optional.empty(), one.bridge());
        assertTrue(one.macFilter());
        assertTrue(one.mac().startsWith("02:"), one.mac());
        assertTrue(one.hostMac().startsWith("fe:"), one.hostMac());
    }

    @Test
    void noTwoInterfacesHaveOneAddress() {
        assertNotEquals(parse("ifname=eth1").mac(), parse("ifname=eth2").mac());
        assertNotEquals(
                parse("ifname=eth1").mac(), NetInterface.parse("ifname=eth1", new VeId(102)).mac());
        assertNotEquals(
                parse("ifname=eth1").mac().substring(2),
                parse("ifname=eth1").hostMac().substring(2));
    }

    @Test
    void theTextOfAnInterfaceIsRead() {
        String text =
                "ifname=eth1,bridge=vmbr0,mac=00:18:51:aa:bb:cc,host_ifname=web.1,"
                        + "host_mac=00:18:51:aa:bb:cd,mac_filter=off";
        assertEquals(text, parse(text).text());
        assertEquals(parse(text), NetInterface.of(parse(text).entries(), new VeId(102)));
        assertEquals(
                Map.of("ifname", "eth1", "bridge", "vmbr0").entrySet().stream()
                        .filter(parse(text).entries().entrySet()::contains)
                        .count(),
                2);
        assertEquals("00:18:51:aa:bb:cc", parse("ifname=eth1,mac=00:18:51:AA:BB:CC").mac());
    }

    @ParameterizedTest
    @CsvSource({
        "101, eth1, veth101.1",
        "101, wan255, veth101.255",
        "999999999, eth1, veth999999999.1",
        "2147483644, eth1, v2147483644.1",
        "2147483644, eth999, v2147483644.999"
    })
    void theNameOnTheHostIsThatOfOpenVzWhereItFits(int veid, String name, String hostName) {
        NetInterface one = NetInterface.parse("ifname=" + name, new VeId(veid));
        assertEquals(hostName, one.hostName());
        assertTrue(hostName.length() <= 15);
    }

    @ParameterizedTest
    @CsvSource({
        "ifname=eth0, ifname eth0 is the VE's own link already; name it eth1",
        "ifname=lo0, ''",
        "ifname=wan, ifname wan ends in no number below 1000; write host_ifname",
        "'ifname=wan,host_ifname=ve101', host_ifname ve101 is not usable",
        "'ifname=wan,host_ifname=vout101', host_ifname vout101 is not usable",
        "'ifname=eth1,host_ifname=a/b', host_ifname a/b is not usable",
        "'ifname=eth1,host_ifname=', host_ifname  is not usable",
        "'ifname=eth1,bridge=br 0', bridge br 0 is not usable",
        "'ifname=eth1,mac=00:18:51:00:00', mac 00:18:51:00:00 is not usable",
        "'ifname=eth1,mac=01:18:51:00:00:01', mac 01:18:51:00:00:01 is not usable",
        "'ifname=eth1,mac=00:00:00:00:00:00', mac 00:00:00:00:00:00 is not usable",
        "'ifname=eth1,host_mac=x', host_mac x is not usable",
        "'ifname=eth1,mac_filter=yes', mac_filter yes is not usable",
        "'ifname=eth1/../1', ifname eth1/../1 is not usable",
        "'ifname=1', ifname 1 is not usable"
    })
    void whatNoLinkCanHaveIsRefusedWithAReason(String text, String reason) {
        if (reason.isEmpty()) {
            assertEquals("lo0", parse(text).name());
            return;
        }
        var refused = assertThrows(IllegalArgumentException.class, () -> parse(text));
        assertEquals(reason, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijklm15", "a"})
    void aNameHasUpToFifteenCharacters(String name) {
        assertEquals(name, parse("ifname=" + name + ",host_ifname=x").name());
        String longer = name + "0123456789abcdef";
        assertThrows(
                IllegalArgumentException.class, () -> parse("ifname=" + longer + ",host_ifname=x"));
    }
}
