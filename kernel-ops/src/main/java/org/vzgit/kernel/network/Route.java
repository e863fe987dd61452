package org.vzgit.kernel.network;

import java.util.Optional;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.IpAddress;

/// A route of the main table.
///
/// @param v6 its family, which a default route shows in no address
/// @param destination empty for a default route
/// @param link the index of the link it leads out by; 0 for several or none
/// @param unicast not one that refuses or drops
record Route(
        boolean v6,
        Optional<IpAddress> destination,
        int prefixLength,
        Optional<IpAddress> gateway,
        int link,
        boolean unicast) {
    /// `struct rtmsg`: family, destination and source prefix lengths, tos, table, protocol, scope,
    /// type, flags.
    static final int FIXED = 12;

    private static final int PREFIX_AT = 1;
    private static final int TABLE_AT = 4;
    private static final int TYPE_AT = 7;

    /// Empty for routes of other tables: an old kernel does not filter them out.
    static Optional<Route> parse(NetlinkMessage message) throws ErrnoException {
        NetlinkAttributes attributes = message.attributes(FIXED);
        int table = attributes.number(Rtnetlink.RTA_TABLE).orElse(at(message, TABLE_AT));
        if (table != Rtnetlink.RT_TABLE_MAIN) {
            return Optional.empty();
        }
        return Optional.of(
                new Route(
                        at(message, 0) == Rtnetlink.AF_INET6,
                        attributes.address(Rtnetlink.RTA_DST),
                        at(message, PREFIX_AT),
                        attributes.address(Rtnetlink.RTA_GATEWAY),
                        attributes.number(Rtnetlink.RTA_OIF).orElse(0),
                        at(message, TYPE_AT) == Rtnetlink.RTN_UNICAST));
    }

    /// Whether it leads to exactly one address, directly.
    boolean isToOneAddress() {
        return unicast
                && gateway.isEmpty()
                && destination.filter(to -> to.prefixLength() == prefixLength).isPresent();
    }

    boolean isDefaultVia(IpAddress wanted) {
        return unicast && prefixLength == 0 && gateway.equals(Optional.of(wanted));
    }

    private static int at(NetlinkMessage message, int offset) {
        return Byte.toUnsignedInt(message.body().get(offset));
    }
}
