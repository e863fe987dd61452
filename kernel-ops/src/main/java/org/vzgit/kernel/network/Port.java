package org.vzgit.kernel.network;

import java.util.Optional;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeId;

/// The host's end of a bridged interface.
///
/// @param tag whose it is
/// @param master the index of the bridge that it is in; 0 for none
record Port(Link link, Tag tag, int master) {
    /// What the alias says: all that cannot be read back from the link itself.
    ///
    /// @param mac of the VE's end, which its root may have changed
    record Tag(VeId veid, String name, MacAddress mac) {}

    /// Empty for a link that is no such end of ours.
    static Optional<Port> parse(NetlinkMessage message, LinkOwner owner) throws ErrnoException {
        Link link = Link.parse(message);
        int master = message.attributes(Link.FIXED).number(Rtnetlink.IFLA_MASTER).orElse(0);
        return owner.tagOf(link).map(tag -> new Port(link, tag, master));
    }

    /// @param bridge the name of the link that [#master] is
    /// @param filtered whether only frames from the VE's own address are taken
    NetInterface observed(Optional<String> bridge, boolean filtered) {
        return new NetInterface(
                tag.name(),
                tag.mac().text(),
                link.name(),
                link.mac().map(MacAddress::text).orElse(""),
                bridge,
                filtered);
    }

    /// Whether only the bridge or the filter can differ from what is wanted.
    boolean isOf(NetInterface wanted) {
        return link.name().equals(wanted.hostName())
                && link.mac().map(MacAddress::text).equals(Optional.of(wanted.hostMac()))
                && tag.mac().text().equals(wanted.mac());
    }
}
