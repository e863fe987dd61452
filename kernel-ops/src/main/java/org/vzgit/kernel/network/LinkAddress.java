package org.vzgit.kernel.network;

import java.util.Optional;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.IpAddress;

/// An address on a link.
///
/// @param link the link's index
/// @param scope `RT_SCOPE_…`: how far the address is valid
record LinkAddress(int link, IpAddress address, int prefixLength, int scope) {
    /// `struct ifaddrmsg`: family, prefix length, flags, scope, index.
    static final int FIXED = 8;

    private static final int PREFIX_AT = 1;
    private static final int SCOPE_AT = 3;
    private static final int INDEX_AT = 4;

    /// Empty for addresses of other protocols.
    static Optional<LinkAddress> parse(NetlinkMessage message) throws ErrnoException {
        NetlinkAttributes attributes = message.attributes(FIXED);
        // On a point-to-point link IFA_ADDRESS is the other end; IFA_LOCAL is always this one.
        return attributes
                .address(Rtnetlink.IFA_LOCAL)
                .or(() -> attributes.address(Rtnetlink.IFA_ADDRESS))
                .map(address -> of(message, address));
    }

    /// Whether it is one that a VE gets: a single address, valid everywhere.
    boolean isOfVe() {
        return scope == Rtnetlink.RT_SCOPE_UNIVERSE && prefixLength == address.prefixLength();
    }

    private static LinkAddress of(NetlinkMessage message, IpAddress address) {
        return new LinkAddress(
                message.body().getInt(INDEX_AT),
                address,
                Byte.toUnsignedInt(message.body().get(PREFIX_AT)),
                Byte.toUnsignedInt(message.body().get(SCOPE_AT)));
    }
}
