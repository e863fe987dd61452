package org.vzgit.kernel.network;

import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.IpAddress;

/// Requests about routes of the main table: `RTM_NEWROUTE` and its kin, rtnetlink(7).
final class RouteRequests {
    private RouteRequests() {}

    /// The routes of one family, out by one link or by any: 0.
    static NetlinkRequest list(int family, int link) {
        NetlinkWriter writer =
                new NetlinkWriter(
                                Rtnetlink.RTM_GETROUTE,
                                Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_DUMP)
                        .bytes(family, 0, 0, 0, 0, 0, 0, 0)
                        .number(0)
                        .attribute(Rtnetlink.RTA_TABLE, Rtnetlink.RT_TABLE_MAIN);
        if (link != 0) {
            writer.attribute(Rtnetlink.RTA_OIF, link);
        }
        // A kernel without IPv6, or a namespace that never had a v6 route, has no such table.
        return NetlinkRequest.of(writer, "list routes of family " + family)
                .accepting(Errno.ENOENT, Errno.EAFNOSUPPORT, Errno.EOPNOTSUPP);
    }

    /// Leads an address out by a link. EEXIST when another route has it.
    static NetlinkRequest add(IpAddress to, Link link) {
        int flags = Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL;
        int scope = to.isV6() ? Rtnetlink.RT_SCOPE_UNIVERSE : Rtnetlink.RT_SCOPE_LINK;
        return NetlinkRequest.of(
                direct(flags, scope, to, link), "add route " + to + " dev " + link.name());
    }

    /// The same, taking over from what leads there now.
    static NetlinkRequest replace(IpAddress to, Link link) {
        int flags = Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_REPLACE;
        return NetlinkRequest.of(
                direct(flags, Rtnetlink.RT_SCOPE_LINK, to, link),
                "set route " + to + " dev " + link.name());
    }

    /// Success when there is no such route by this link.
    static NetlinkRequest delete(IpAddress to, Link link) {
        // "Nowhere" stands for any scope; v6 routes have none.
        int scope = to.isV6() ? Rtnetlink.RT_SCOPE_UNIVERSE : Rtnetlink.RT_SCOPE_NOWHERE;
        NetlinkWriter writer =
                message(Rtnetlink.RTM_DELROUTE, 0, to)
                        .bytes(Rtnetlink.RT_TABLE_MAIN, 0, scope, 0)
                        .number(0)
                        .attribute(Rtnetlink.RTA_DST, to.bytes())
                        .attribute(Rtnetlink.RTA_OIF, link.index());
        return NetlinkRequest.of(writer, "delete route " + to + " dev " + link.name())
                .accepting(Errno.ESRCH);
    }

    /// Sets the default route of the gateway's family, replacing what is there. "Onlink": the
    /// gateway need not be in any network that the link has an address of.
    static NetlinkRequest setDefault(IpAddress gateway, Link link) {
        int flags = Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_REPLACE;
        NetlinkWriter writer =
                new NetlinkWriter(
                                Rtnetlink.RTM_NEWROUTE,
                                Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_ACK | flags)
                        .bytes(AddressRequests.family(gateway), 0, 0, 0)
                        .bytes(
                                Rtnetlink.RT_TABLE_MAIN,
                                Rtnetlink.RTPROT_STATIC,
                                Rtnetlink.RT_SCOPE_UNIVERSE,
                                Rtnetlink.RTN_UNICAST)
                        .number(Rtnetlink.RTNH_F_ONLINK)
                        .attribute(Rtnetlink.RTA_GATEWAY, gateway.bytes())
                        .attribute(Rtnetlink.RTA_OIF, link.index());
        return NetlinkRequest.of(writer, "set default via " + gateway + " dev " + link.name());
    }

    private static NetlinkWriter direct(int flags, int scope, IpAddress to, Link link) {
        return message(Rtnetlink.RTM_NEWROUTE, flags, to)
                .bytes(
                        Rtnetlink.RT_TABLE_MAIN,
                        Rtnetlink.RTPROT_STATIC,
                        scope,
                        Rtnetlink.RTN_UNICAST)
                .number(0)
                .attribute(Rtnetlink.RTA_DST, to.bytes())
                .attribute(Rtnetlink.RTA_OIF, link.index());
    }

    /// The header and the first half of `struct rtmsg`, for one whole address.
    private static NetlinkWriter message(int type, int flags, IpAddress to) {
        return new NetlinkWriter(type, Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_ACK | flags)
                .bytes(AddressRequests.family(to), to.prefixLength(), 0, 0);
    }
}
