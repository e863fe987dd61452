package org.vzgit.kernel.network;

import java.util.List;
import org.vzgit.schema.IpAddress;

/// The node as its VEs see it: the same link-local addresses on the host end of every link, so a VE
/// needs no network of its own and its routes stay right on another node.
final class Gateway {
    static final IpAddress V4 = IpAddress.parse("169.254.1.1");
    static final IpAddress V6 = IpAddress.parse("fe80::1");
    private static final int V6_PREFIX = 64;

    private Gateway() {}

    /// The addresses on the host end of a link. Their scope is the link: the node never uses them
    /// as its own towards anybody else.
    ///
    /// @param v6 whether the kernel has IPv6
    static List<LinkAddress> addresses(Link link, boolean v6) {
        LinkAddress four =
                new LinkAddress(link.index(), V4, V4.prefixLength(), Rtnetlink.RT_SCOPE_LINK);
        LinkAddress six = new LinkAddress(link.index(), V6, V6_PREFIX, Rtnetlink.RT_SCOPE_LINK);
        return v6 ? List.of(four, six) : List.of(four);
    }
}
