package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.IpAddress;

/// Our readers on what a kernel really sent.
class RecordedAnswersTest {
    private static final IpAddress V4 = IpAddress.parse("10.101.0.5");
    private static final IpAddress V6 = IpAddress.parse("fd00:101::5");

    @Test
    void linksHaveNameAliasPeerAndState() throws Exception {
        List<Link> links = new ArrayList<>();
        for (NetlinkMessage message : messages("host-links", Rtnetlink.RTM_NEWLINK)) {
            links.add(Link.parse(message));
        }
        Link loopback =
                new Link(1, "lo", "", Optional.of(new MacAddress("00:00:00:00:00:00")), 0, true);
        Link ve =
                new Link(
                        2,
                        "ve101",
                        "vzgit:101",
                        Optional.of(new MacAddress("02:76:7a:00:00:65")),
                        2,
                        true);
        assertEquals(List.of(loopback, ve), links);
    }

    @Test
    void bothEndsOfAVethAreAPairAndALoopIsNone() throws Exception {
        List<NetlinkMessage> host = messages("host-links", Rtnetlink.RTM_NEWLINK);
        Link inside = Link.parse(messages("inside-link", Rtnetlink.RTM_NEWLINK).getFirst());
        assertEquals("eth0", inside.name());
        assertTrue(Link.parse(host.get(1)).isPairedWith(inside));
        assertFalse(Link.parse(host.get(0)).isPairedWith(inside));
    }

    @Test
    void theHostsEndHasTheGatewayAddresses() throws Exception {
        List<LinkAddress> addresses = addresses("host-addresses");
        Link link = Golden.link(2, "ve101");
        assertTrue(addresses.containsAll(Gateway.addresses(link, true)), addresses.toString());
        assertEquals(4, addresses.size());
    }

    @Test
    void onlyWholeGlobalAddressesAreTheVes() throws Exception {
        List<IpAddress> ofVe =
                addresses("inside-addresses").stream()
                        .filter(address -> address.link() == 2 && address.isOfVe())
                        .map(LinkAddress::address)
                        .toList();
        assertEquals(List.of(V4, V6), ofVe);
    }

    @Test
    void routesToOneAddressAreTheVesAndTheLinksOwnNetworkIsNot() throws Exception {
        List<Route> routes = routes("host-routes-v4");
        routes.addAll(routes("host-routes-v6"));
        assertEquals(3, routes.size());
        assertEquals(
                List.of(V4, V6),
                routes.stream()
                        .filter(Route::isToOneAddress)
                        .filter(route -> route.link() == 2)
                        .flatMap(route -> route.destination().stream())
                        .toList());
    }

    @Test
    void defaultRoutesAreKnownByTheirGateway() throws Exception {
        List<Route> four = routes("inside-routes-v4");
        List<Route> six = routes("inside-routes-v6");
        assertEquals(1, four.stream().filter(one -> one.isDefaultVia(Gateway.V4)).count());
        assertEquals(1, six.stream().filter(one -> one.isDefaultVia(Gateway.V6)).count());
        assertEquals(0, four.stream().filter(one -> one.isDefaultVia(V4)).count());
        assertTrue(six.stream().allMatch(Route::v6));
        assertTrue(four.stream().noneMatch(Route::v6));
    }

    private static List<LinkAddress> addresses(String recording) throws Exception {
        List<LinkAddress> addresses = new ArrayList<>();
        for (NetlinkMessage message : messages(recording, Rtnetlink.RTM_NEWADDR)) {
            LinkAddress.parse(message).ifPresent(addresses::add);
        }
        return addresses;
    }

    private static List<Route> routes(String recording) throws Exception {
        List<Route> routes = new ArrayList<>();
        for (NetlinkMessage message : messages(recording, Rtnetlink.RTM_NEWROUTE)) {
            Route.parse(message).ifPresent(routes::add);
        }
        return routes;
    }

    private static List<NetlinkMessage> messages(String recording, int type)
            throws java.io.IOException, ErrnoException {
        return Golden.messages(Golden.recorded(recording)).stream()
                .filter(message -> message.type() == type)
                .toList();
    }
}
