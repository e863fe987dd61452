package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.VeId;

class LinkOwnerTest {
    private static final VeId WEB = new VeId(101);
    private static final int MAX_NAME = 15;

    private final LinkOwner owner = new LinkOwner("vzgit");

    @Test
    void theLongestVeidFitsIntoALinkName() {
        assertTrue(LinkOwner.hostName(new VeId(VeId.MAX)).length() <= MAX_NAME);
    }

    @Test
    void theDeviceOfWhatAVeSendsIsKnownByItsOwnAlias() {
        assertTrue(LinkOwner.queueName(new VeId(VeId.MAX)).length() <= MAX_NAME);
        Link queue = link(owner.queueAlias(WEB), "");
        assertEquals(Optional.of(WEB), owner.veOfQueue(queue));
        assertEquals(Optional.empty(), owner.veOf(queue));
        assertEquals(Optional.empty(), owner.veOfQueue(link("vzgit:101", "")));
        assertEquals(Optional.empty(), owner.veOfQueue(link("vzgit:0101/sent", "")));
        assertEquals(Optional.empty(), owner.veOfQueue(link("other:101/sent", "")));
        assertTrue(owner.ownsQueue(queue, WEB));
        assertFalse(owner.ownsQueue(queue, new VeId(102)));
        assertTrue(owner.ownsQueue(link("", owner.queueMac(WEB).text()), WEB));
        assertFalse(owner.ownsQueue(link("", "02:00:00:00:00:01"), WEB));
    }

    @Test
    void theAliasNamesTheVe() {
        assertEquals(Optional.of(WEB), owner.veOf(link("vzgit:101", "")));
        assertEquals(Optional.of(new VeId(VeId.MAX)), owner.veOf(link("vzgit:" + VeId.MAX, "")));
    }

    @Test
    void noOtherAliasIsOurs() {
        for (String alias :
                new String[] {
                    "",
                    "vzgit",
                    "vzgit:",
                    "vzgit:100",
                    "vzgit:0101",
                    "vzgit:+101",
                    "vzgit:101 ",
                    "vzgit:101x",
                    "vzgit:2147483645",
                    "vzgit:99999999999",
                    "vzgit-5d41402a:101",
                    "VZGIT:101",
                }) {
            assertEquals(Optional.empty(), owner.veOf(link(alias, "")), alias);
        }
    }

    @Test
    void aLinkWithoutAnAliasIsOursByItsHardwareAddressOnly() {
        String ours = owner.pair(WEB, 1).near().mac().text();
        assertTrue(owner.owns(link("", ours), WEB));
        assertFalse(owner.owns(link("", ours), new VeId(102)));
        assertFalse(owner.owns(link("", "02:00:00:00:00:01"), WEB));
        assertFalse(owner.owns(link("", ""), WEB));
        assertFalse(owner.owns(link("mine", ours), WEB));
        assertFalse(new LinkOwner("vzgit-test").owns(link("", ours), WEB));
    }

    @Test
    void hardwareAddressesAreStableLocalAndDifferForEachEnd() {
        VethPair pair = owner.pair(WEB, 1);
        assertEquals(pair.near(), owner.pair(WEB, 2).near());
        assertNotEquals(pair.near().mac(), pair.far().mac());
        assertEquals(0x02, pair.near().mac().bytes()[0]);
        assertEquals(Optional.of(pair.far().mac()), MacAddress.of(pair.far().mac().bytes()));
        assertEquals(Optional.empty(), MacAddress.of(new byte[20]));
    }

    private static Link link(String alias, String mac) {
        Optional<MacAddress> address =
                mac.isEmpty() ? Optional.empty() : Optional.of(new MacAddress(mac));
        return new Link(7, "ve101", alias, address, 2, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vzgit:101",
                "vzgit:101/if/eth1",
                "vzgit:101/if/eth1/02:00:00:00:00",
                "vzgit:0101/if/eth1/02:00:00:00:00:01",
                "vzgit:7/if/eth1/02:00:00:00:00:01",
                "vzgit-2:101/if/eth1/02:00:00:00:00:01",
                "vzgit:101/if/a/b/02:00:00:00:00:01",
                "vzgit:101/if//02:00:00:00:00:01",
                "vzgit:99999999999/if/eth1/02:00:00:00:00:01"
            })
    void anAliasThatWeDoNotWriteNamesNoInterface(String alias) {
        Link link = new Link(7, "x", alias, Optional.empty(), 3, true);
        assertEquals(Optional.empty(), new LinkOwner("vzgit").tagOf(link));
    }

    @Test
    void theAliasOfAnInterfaceIsReadBackAndIsThatOfNoRoutedLink() {
        LinkOwner owner = new LinkOwner("vzgit");
        Port.Tag tag = new Port.Tag(new VeId(101), "eth1", new MacAddress("02:00:00:00:00:01"));
        Link link = new Link(7, "x", owner.alias(tag), Optional.empty(), 3, true);
        assertEquals(Optional.of(tag), owner.tagOf(link));
        assertEquals(Optional.empty(), owner.veOf(link));
        assertEquals(Optional.empty(), owner.veOfQueue(link));
    }
}
