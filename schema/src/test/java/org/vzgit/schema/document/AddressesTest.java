package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;

/// What people write for an address, and the one form that it has from then on.
final class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.101, 192.0.2.101",
        "192.0.2.101/32, 192.0.2.101",
        "2001:db8::101, 2001:db8::101",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "2001:0db8:0000:0000:0000:0000:0000:0101, 2001:db8::101",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::192.0.2.1, 2001:db8::c000:201",
        "2001:db8::/128, 2001:db8::",
        "fd00:101::1/128, fd00:101::1",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void everyFormOfAnAddressBecomesTheOneOfRfc5952(String written, String canonical) {
        assertEquals(
                "[" + canonical + "]",
                ve("network: {addresses: [\"" + written + "\"]}").network().addresses().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2",
                "192.0.2.1.1",
                "192.0.2.256",
                "192.0.2.-1",
                "192.0.2.1 ",
                " 192.0.2.1",
                "192.0.2.010",
                "192.0.2.08",
                "0xc0.0.2.1",
                "3221225985",
                "192.0.2.1/24",
                "192.0.2.1/",
                "192.0.2.1/032",
                "192.0.2.1/32/32",
                "web1.example.org",
                "localhost",
                "",
                ":",
                ":::",
                "2001:db8",
                "2001:db8::1::2",
                "2001:db8::12345",
                "2001:db8:::1",
                "2001:db8::1%eth0",
                "2001:db8::1%1",
                "[2001:db8::1]",
                "2001:db8::1/64",
                "1:2:3:4:5:6:7:8:9",
                "１９２.0.2.1"
            })
    void textThatIsNotOneAddressIsRefused(String written) {
        assertEquals(
                "BAD_VALUE", codes(read(web(101, "network: {addresses: [\"" + written + "\"]}"))));
    }

    /// The host end of every VE's link has 169.254.1.1 and fe80::1, so link-local addresses are
    /// taken; the others never reach a VE.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "127.255.255.255",
                "224.0.0.1",
                "255.255.255.255",
                "169.254.1.1",
                "169.254.255.255",
                "::",
                "::1",
                "ff02::1",
                "fe80::1",
                "febf::1",
                "::ffff:127.0.0.1"
            })
    void addressThatNoVeCanHaveIsOutOfRange(String address) {
        DesiredState state = read(web(101, "network: {addresses: [\"" + address + "\"]}"));
        assertEquals("OUT_OF_RANGE", codes(state));
        assertEquals("[101]", state.frozen().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "223.255.255.255",
                "fec0::1",
                "fe7f::1"
            })
    void neighboursOfTheseRangesAreAddresses(String address) {
        assertEquals("", codes(read(web(101, "network: {addresses: [\"" + address + "\"]}"))));
    }

    @Test
    void allBadAddressesOfAListAreFoundInOnePass() {
        DesiredState state =
                read(web(101, "network:\n  addresses:\n  - x\n  - 192.0.2.1\n  - 192.0.2.1/8"));
        assertEquals(
                "[f1.yaml:10:7, f1.yaml:12:7]",
                state.diagnostics().stream().map(d -> d.origin()).toList().toString());
        assertEquals("did you mean \"192.0.2.1/32\"?", state.diagnostics().getLast().hint());
    }

    @Test
    void sameAddressInTwoFormsIsADuplicate() {
        assertEquals(
                "DUPLICATE_ADDRESS",
                codes(
                        read(
                                web(
                                        101,
                                        "network: {addresses: [\"2001:db8::1\","
                                                + " \"2001:DB8:0::1\"]}"))));
        DesiredState two =
                read(
                        web(101, "network: {addresses: [\"2001:db8::1\"]}"),
                        web(102, "network: {addresses: [\"2001:db8:0:0::1\"]}"));
        assertEquals("DUPLICATE_ADDRESS", codes(two));
        assertEquals(
                "address 2001:db8::1 is taken by f1.yaml:8:25",
                two.diagnostics().getFirst().message());
        assertEquals("[101, 102]", two.frozen().toString());
    }

    @Test
    void addressesAreOrderedByFamilyAndNumber() {
        assertEquals(
                "[9.9.9.9, 10.0.0.1, 200.0.0.1, 2001:db8::2, 2001:db8::10]",
                ve("network: {addresses: [\"2001:db8::10\", 200.0.0.1, \"2001:db8::2\", 10.0.0.1,"
                                + " 9.9.9.9]}")
                        .network()
                        .addresses()
                        .toString());
    }

    @Test
    void poolsOfTheNodeDecideWhichAddressesItsVesMayHave() {
        String node = document("Node", "hn1", "addressPools: [10.101.0.0/30, \"fd00:101::/126\"]");
        for (String inside : List.of("10.101.0.0", "10.101.0.3", "fd00:101::", "fd00:101::3")) {
            assertEquals("", codes(read(node, web(101, one(inside)))), inside);
        }
        for (String outside : List.of("10.101.0.4", "10.100.255.255", "fd00:101::4", "1.2.3.4")) {
            DesiredState state = read(node, web(101, one(outside)));
            assertEquals("ADDRESS_OUTSIDE_POOLS", codes(state), outside);
            assertEquals("[101]", state.frozen().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.101.0.0",
                "10.101.0.0/",
                "10.101.0.0/33",
                "10.101.0.0/-1",
                "10.101.0.0/+8",
                "10.101.0.1/16",
                "10.101/16",
                "10/8",
                "167772160/8",
                "fd00::/129",
                "fe80::%1/64",
                "10.0.0.0/８",
                "010.0.0.0/8",
                "all"
            })
    void rangeThatIsNotOneFreezesTheVesOfItsNode(String pool) {
        DesiredState state =
                read(document("Node", "hn1", "addressPools: [\"" + pool + "\"]"), web(101, ""));
        assertEquals("BAD_VALUE", codes(state));
        assertEquals("[101]", state.frozen().toString());
    }

    @Test
    void nameServersMayStandAnywhereButMustBeAddresses() {
        assertEquals(
                List.of("127.0.0.53", "2001:db8::53"),
                ve("network: {nameservers: [127.0.0.53, \"2001:DB8::53\"]}")
                        .network()
                        .nameservers());
        assertEquals(
                "BAD_VALUE BAD_VALUE",
                codes(read(web(101, "network: {nameservers: [dns, 192.0.2.1, 9.9.9]}"))));
    }

    private static String one(String address) {
        return "network: {addresses: [\"" + address + "\"]}";
    }
}
