package org.vzgit.kernel.network;

import java.util.Optional;
import org.vzgit.kernel.sys.ErrnoException;

/// A network interface as the kernel shows it.
///
/// @param alias free text of up to 255 bytes, where we say whose it is; empty when none is set
/// @param peer for a veth: the other end's index in the other end's namespace; 0 for none
/// @param up set to be up, whether or not it has a carrier
record Link(int index, String name, String alias, Optional<MacAddress> mac, int peer, boolean up) {
    /// `struct ifinfomsg`: family, pad, type (16 bits), index, flags, change.
    static final int FIXED = 16;

    private static final int INDEX_AT = 4;
    private static final int FLAGS_AT = 8;

    static Link parse(NetlinkMessage message) throws ErrnoException {
        NetlinkAttributes attributes = message.attributes(FIXED);
        return new Link(
                message.body().getInt(INDEX_AT),
                attributes.text(Rtnetlink.IFLA_IFNAME),
                attributes.text(Rtnetlink.IFLA_IFALIAS),
                attributes.bytes(Rtnetlink.IFLA_ADDRESS).flatMap(MacAddress::of),
                attributes.number(Rtnetlink.IFLA_LINK).orElse(0),
                (message.body().getInt(FLAGS_AT) & Rtnetlink.IFF_UP) != 0);
    }

    /// Whether the two are the ends of one veth. Each must name the other: after a VE restarted,
    /// the old end may be here still, with an index that the new one has too.
    boolean isPairedWith(Link other) {
        return peer == other.index && other.peer == index;
    }
}
