package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.schema.IpAddress;

/// A VE sends from its own addresses only, on the real kernel.
@Tag("kernel")
class SourceFilterKernelTest extends OneVeFixture {
    private static final IpAddress SPOOFED4 = IpAddress.parse("10.101.0.66");
    private static final IpAddress SPOOFED6 = IpAddress.parse("fd00:101::66");

    @Test
    void spoofedPacketsOfBothFamiliesAreDroppedAndCounted() throws Exception {
        int db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        add(WEB, web, WEB4, WEB6);
        add(DB, db, DB4, DB6);
        assertTrue(PrivateHost.pings(web, DB4.toString()));
        assertTrue(PrivateHost.pings(web, DB6.toString()));
        assertEquals(0, refused());
        PrivateHost.run(web, "ip", "address", "add", SPOOFED4 + "/32", "dev", "lo");
        PrivateHost.run(web, "ip", "address", "add", SPOOFED6 + "/128", "dev", "lo", "nodad");
        assertNotEquals(0, pingFrom(SPOOFED4, DB4).code());
        assertEquals(1, refused());
        assertNotEquals(0, pingFrom(SPOOFED6, DB6).code());
        assertEquals(2, refused());
    }

    /// Without the filter the v6 packet arrives: nothing else of the kernel stops it.
    @Test
    void theFilterAndNothingElseStopsSpoofedV6() throws Exception {
        int db = host.startNamespace();
        attach(WEB, web);
        attach(DB, db);
        add(WEB, web, WEB6);
        add(DB, db, DB6);
        PrivateHost.run(web, "ip", "address", "add", SPOOFED6 + "/128", "dev", "lo", "nodad");
        String before = received(db);
        pingFrom(SPOOFED6, DB6);
        assertEquals(before, received(db));
        host.host("tc", "filter", "delete", "dev", "ve101", "ingress");
        pingFrom(SPOOFED6, DB6);
        assertNotEquals(before, received(db));
    }

    @Test
    void anAddressThatIsTakenAwayCannotBeSentFromAnyMore() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4, DB4);
        assertEquals(set(WEB4, DB4), observed().allowed());
        remove(WEB, web, DB4);
        assertEquals(set(WEB4), observed().allowed());
        // The gateway must be known before: it answers no who-has from a foreign address.
        assertTrue(PrivateHost.pings(web, Gateway.V4.toString()));
        PrivateHost.run(web, "ip", "address", "add", DB4 + "/32", "dev", "lo");
        assertNotEquals(0, pingFrom(DB4, Gateway.V4).code());
        assertEquals(1, refused());
    }

    @Test
    void withoutItsFilterALinkIsNotReadyAndAttachingBringsItBack() throws Exception {
        attach(WEB, web);
        add(WEB, web, WEB4, WEB6);
        for (String damage :
                new String[] {
                    "tc filter delete dev ve101 ingress",
                    "tc qdisc delete dev ve101 clsact",
                    "tc filter replace dev ve101 ingress pref 1 handle 1 bpf da bytecode 1,6 0 0 0"
                }) {
            host.host(damage.split(" (?!0)"));
            assertFalse(observed().ready(), damage);
            attach(WEB, web);
            assertTrue(observed().ready(), damage);
            assertEquals(set(WEB4, WEB6), observed().allowed(), damage);
            assertTrue(PrivateHost.pings(host.pid(), WEB6.toString()), damage);
        }
    }

    @Test
    void filtersOfTheAdministratorBehindOursStay() throws Exception {
        attach(WEB, web);
        host.host(
                "tc",
                "filter",
                "add",
                "dev",
                "ve101",
                "ingress",
                "pref",
                "7",
                "bpf",
                "da",
                "bytecode",
                "1,6 0 0 0");
        add(WEB, web, WEB4);
        attach(WEB, web);
        assertEquals(set(WEB4), observed().allowed());
        assertTrue(host.host("tc", "filter", "show", "dev", "ve101", "ingress").contains("pref 7"));
    }

    @Test
    void theKernelShowsAProgramOfTheMostAddressesAsItWasGiven() throws Exception {
        attach(WEB, web);
        SortedSet<IpAddress> many = new TreeSet<>();
        for (int i = 1; i <= 256; i++) {
            many.add(IpAddress.parse("fd00:101::" + Integer.toHexString(i)));
        }
        for (IpAddress address : many) {
            host.host("ip", "-6", "route", "add", address + "/128", "dev", "ve101");
        }
        attach(WEB, web);
        assertEquals(many, observed().allowed());
        assertEquals(many, observed().routed());
    }

    private ObservedNetwork observed() throws Exception {
        return observe(WEB, web).toOptional().orElseThrow();
    }

    private long refused() throws Exception {
        return observed().refused();
    }

    private PrivateHost.Finished pingFrom(IpAddress source, IpAddress to) throws IOException {
        return PrivateHost.start(
                web,
                "busybox",
                "ping",
                "-c",
                "1",
                "-W",
                "1",
                "-I",
                source.toString(),
                to.toString());
    }

    /// How many v6 echo requests have come into a namespace.
    private static String received(int namespace) throws IOException {
        return PrivateHost.run(namespace, "sh", "-c", "grep Icmp6InEchos /proc/net/snmp6");
    }

    private static SortedSet<IpAddress> set(IpAddress... addresses) {
        return new TreeSet<>(java.util.List.of(addresses));
    }
}
