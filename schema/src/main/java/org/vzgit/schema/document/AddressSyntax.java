package org.vzgit.schema.document;

import static org.vzgit.schema.DiagnosticCode.BAD_VALUE;
import static org.vzgit.schema.DiagnosticCode.DUPLICATE_ADDRESS;
import static org.vzgit.schema.DiagnosticCode.OUT_OF_RANGE;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.IpAddress;

/// Literal addresses: those of the VE and those of its name servers.
final class AddressSyntax {
    private static final String INHERIT = "inherit";

    private AddressSyntax() {}

    /// The VE's own addresses, each with `/32` or `/128` or without a prefix length.
    static FieldValue own(Written written) throws BadValue {
        SortedMap<IpAddress, Span> places = new TreeMap<>();
        forEach(
                written,
                item -> {
                    String text = item.text();
                    if (places.putIfAbsent(host(text), item.span()) != null) {
                        throw new BadValue(
                                DUPLICATE_ADDRESS, Quantity.quote(text) + " stands here twice");
                    }
                });
        return new FieldValue.Addresses(places);
    }

    /// Name servers in their written order; `inherit`, the node's own, is not carried out yet.
    static FieldValue servers(Written written) throws BadValue {
        List<String> servers = new ArrayList<>();
        forEach(
                written,
                item -> {
                    String text = item.text();
                    servers.add(text.equals(INHERIT) ? text : literal(text).toString());
                });
        return servers.contains(INHERIT)
                ? new FieldValue.NotYet(INHERIT)
                : new FieldValue.Words(servers);
    }

    @FunctionalInterface
    private interface ItemReader {
        void read(Written item) throws BadValue;
    }

    /// Reads on after a bad item, so that all of them are found in one pass.
    private static void forEach(Written list, ItemReader reader) throws BadValue {
        List<BadValue> bad = new ArrayList<>();
        for (Written item : list.items()) {
            try {
                reader.read(item);
            } catch (BadValue e) {
                bad.add(e.inPart(item.pointer().substring(list.pointer().length())));
            }
        }
        if (!bad.isEmpty()) {
            throw BadValue.all(bad);
        }
    }

    private static IpAddress host(String text) throws BadValue {
        int slash = text.indexOf('/');
        IpAddress address = literal(slash < 0 ? text : text.substring(0, slash));
        String prefix = Integer.toString(address.prefixLength());
        if (slash >= 0 && !text.substring(slash + 1).equals(prefix)) {
            throw new BadValue(
                    BAD_VALUE,
                    Quantity.quote(text) + " is a network, and a VE has single addresses",
                    Suggestion.ask(address + "/" + prefix));
        }
        if (!canBeOwn(address.bytes())) {
            throw new BadValue(
                    OUT_OF_RANGE, Quantity.quote(text) + " cannot be the address of a VE");
        }
        return address;
    }

    private static IpAddress literal(String text) throws BadValue {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException _) {
            throw new BadValue(
                    BAD_VALUE,
                    Quantity.quote(text) + " is not an address",
                    "for example 192.0.2.101 or 2001:db8::101");
        }
    }

    /// Not the unspecified address, loopback or multicast; nor link-local, which is not routed and
    /// belongs to the host end of the VE's link (169.254.1.1, fe80::1).
    private static boolean canBeOwn(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (bytes.length == 4) {
            boolean linkLocal = first == 169 && second == 254;
            return first != 0 && first != 127 && first < 224 && !linkLocal;
        }
        if (first == 0xfe && (second & 0xc0) == 0x80) {
            return false;
        }
        boolean small = true;
        for (int i = 0; i < 15; i++) {
            small &= bytes[i] == 0;
        }
        return first != 0xff && !small;
    }
}
