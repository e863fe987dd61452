package org.vzgit.kernel.network;

import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.IpAddress;

/// Requests about addresses on links: `RTM_NEWADDR` and its kin, rtnetlink(7).
final class AddressRequests {
    private AddressRequests() {}

    /// The addresses of one link, or of all: 0.
    static NetlinkRequest list(int link) {
        NetlinkWriter writer =
                new NetlinkWriter(
                                Rtnetlink.RTM_GETADDR,
                                Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_DUMP)
                        .bytes(Rtnetlink.AF_UNSPEC, 0, 0, 0)
                        .number(link);
        return NetlinkRequest.of(writer, "list addresses");
    }

    /// Adds an address; success when the link has it. v6 addresses skip duplicate detection and
    /// work at once: on a link with two ends, both ours, nobody else can have them.
    static NetlinkRequest add(LinkAddress address) {
        int flags = Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_EXCL | Rtnetlink.NLM_F_CREATE;
        int nodad = address.address().isV6() ? Rtnetlink.IFA_F_NODAD : 0;
        return NetlinkRequest.of(
                        message(Rtnetlink.RTM_NEWADDR, flags, nodad, address),
                        "add address " + text(address))
                .accepting(Errno.EEXIST);
    }

    /// Removes an address; success when the link has no such.
    static NetlinkRequest delete(LinkAddress address) {
        return NetlinkRequest.of(
                        message(Rtnetlink.RTM_DELADDR, Rtnetlink.NLM_F_ACK, 0, address),
                        "delete address " + text(address))
                .accepting(Errno.EADDRNOTAVAIL);
    }

    static int family(IpAddress address) {
        return address.isV6() ? Rtnetlink.AF_INET6 : Rtnetlink.AF_INET;
    }

    private static NetlinkWriter message(
            int type, int flags, int addressFlags, LinkAddress address) {
        byte[] bytes = address.address().bytes();
        return new NetlinkWriter(type, Rtnetlink.NLM_F_REQUEST | flags)
                .bytes(
                        family(address.address()),
                        address.prefixLength(),
                        addressFlags,
                        address.scope())
                .number(address.link())
                .attribute(Rtnetlink.IFA_LOCAL, bytes)
                .attribute(Rtnetlink.IFA_ADDRESS, bytes);
    }

    private static String text(LinkAddress address) {
        return address.address() + "/" + address.prefixLength() + " on link " + address.link();
    }
}
