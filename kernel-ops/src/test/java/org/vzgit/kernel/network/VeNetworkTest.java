package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;

/// Links that work, on the real kernel.
@Tag("kernel")
class VeNetworkTest extends OneVeFixture {
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
        assertEquals(
                Reading.present(
                        new ObservedNetwork(
                                true,
                                new TreeSet<>(Set.of(DB4)),
                                new TreeSet<>(Set.of(WEB4)),
                                new TreeSet<>(Set.of(WEB4, DB4)),
                                0)),
                observe(WEB, web));
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
}
