package org.vzgit.kernel.network;

import org.vzgit.kernel.sys.Errno;

/// Requests about links: `RTM_NEWLINK` and its kin, rtnetlink(7).
final class LinkRequests {
    /// The index of `lo` in every network namespace (`LOOPBACK_IFINDEX`, `linux/net.h`).
    static final int LOOPBACK = 1;

    private static final int NO_INDEX = 0;

    private LinkRequests() {}

    static NetlinkRequest all() {
        NetlinkWriter writer = message(Rtnetlink.RTM_GETLINK, Rtnetlink.NLM_F_DUMP, NO_INDEX, 0);
        writer.attribute(Rtnetlink.IFLA_EXT_MASK, Rtnetlink.RTEXT_FILTER_SKIP_STATS);
        return NetlinkRequest.of(writer, "list links");
    }

    /// One link; the answer is empty when there is none of this name.
    static NetlinkRequest named(String name) {
        NetlinkWriter writer = message(Rtnetlink.RTM_GETLINK, Rtnetlink.NLM_F_ACK, NO_INDEX, 0);
        writer.terminated(Rtnetlink.IFLA_IFNAME, name)
                .attribute(Rtnetlink.IFLA_EXT_MASK, Rtnetlink.RTEXT_FILTER_SKIP_STATS);
        return NetlinkRequest.of(writer, "look for link " + name).accepting(Errno.ENODEV);
    }

    /// Makes a veth whose far end appears at once in a process's network namespace (veth(4)).
    ///
    /// Each end has one queue, as one without a number of queues has in use. Not to say so costs
    /// two RCU grace periods: the kernel makes a queue for each possible CPU, then takes back all
    /// but one (veth_init_queues() in drivers/net/veth.c; seen on 6.18, up to 5 ms for an end).
    ///
    /// Both ends are down. EEXIST when either name is taken, ESRCH when the process is gone.
    static NetlinkRequest create(VethPair pair) {
        int flags = Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_EXCL | Rtnetlink.NLM_F_CREATE;
        NetlinkWriter writer = message(Rtnetlink.RTM_NEWLINK, flags, NO_INDEX, 0);
        oneQueue(writer)
                .attribute(Rtnetlink.IFLA_ADDRESS, pair.near().mac().bytes())
                .terminated(Rtnetlink.IFLA_IFNAME, pair.near().name())
                .nested(
                        Rtnetlink.IFLA_LINKINFO,
                        link ->
                                link.attribute(Rtnetlink.IFLA_INFO_KIND, "veth")
                                        .nested(
                                                Rtnetlink.IFLA_INFO_DATA,
                                                veth ->
                                                        veth.nested(
                                                                Rtnetlink.VETH_INFO_PEER,
                                                                peer -> writePeer(peer, pair))));
        return NetlinkRequest.of(writer, "create link " + pair);
    }

    /// Makes a device that sends on what is redirected to it, after its queueing discipline, as if
    /// it had come in where it came from (`drivers/net/ifb.c`). EOPNOTSUPP without `CONFIG_IFB`,
    /// EEXIST when the name is taken.
    static NetlinkRequest createQueue(String name, MacAddress mac) {
        int flags = Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_EXCL | Rtnetlink.NLM_F_CREATE;
        NetlinkWriter writer =
                message(Rtnetlink.RTM_NEWLINK, flags, NO_INDEX, 0)
                        .attribute(Rtnetlink.IFLA_ADDRESS, mac.bytes())
                        .terminated(Rtnetlink.IFLA_IFNAME, name)
                        .nested(
                                Rtnetlink.IFLA_LINKINFO,
                                link -> link.attribute(Rtnetlink.IFLA_INFO_KIND, "ifb"));
        return NetlinkRequest.of(writer, "create link " + name + " of kind ifb");
    }

    static NetlinkRequest up(Link link) {
        return up(link.index(), link.name());
    }

    static NetlinkRequest up(int index, String name) {
        return NetlinkRequest.of(setUp(index), "set link " + name + " up");
    }

    /// Names the owner and sets the link up, in one step.
    static NetlinkRequest upWithAlias(Link link, String alias) {
        NetlinkWriter writer = setUp(link.index()).attribute(Rtnetlink.IFLA_IFALIAS, alias);
        return NetlinkRequest.of(writer, "set link " + link.name() + " up, alias " + alias);
    }

    /// Puts a link into a bridge, or takes it out of the one that it is in.
    ///
    /// @param master the bridge's index, 0 for none. EOPNOTSUPP when that is no bridge
    static NetlinkRequest setMaster(Link link, int master) {
        NetlinkWriter writer =
                message(Rtnetlink.RTM_NEWLINK, Rtnetlink.NLM_F_ACK, link.index(), 0)
                        .attribute(Rtnetlink.IFLA_MASTER, master);
        return NetlinkRequest.of(writer, "put link " + link.name() + " into link " + master);
    }

    /// Removes a link, and for a veth its other end; success when it is gone already.
    static NetlinkRequest delete(Link link) {
        NetlinkWriter writer = message(Rtnetlink.RTM_DELLINK, Rtnetlink.NLM_F_ACK, link.index(), 0);
        return NetlinkRequest.of(writer, "delete link " + link.name()).accepting(Errno.ENODEV);
    }

    private static void writePeer(NetlinkWriter writer, VethPair pair) {
        oneQueue(writeFixed(writer, NO_INDEX, 0))
                .attribute(Rtnetlink.IFLA_ADDRESS, pair.far().mac().bytes())
                .attribute(Rtnetlink.IFLA_NET_NS_PID, pair.farPid())
                .terminated(Rtnetlink.IFLA_IFNAME, pair.far().name());
    }

    private static NetlinkWriter oneQueue(NetlinkWriter writer) {
        return writer.attribute(Rtnetlink.IFLA_NUM_TX_QUEUES, 1)
                .attribute(Rtnetlink.IFLA_NUM_RX_QUEUES, 1);
    }

    private static NetlinkWriter setUp(int index) {
        return message(Rtnetlink.RTM_NEWLINK, Rtnetlink.NLM_F_ACK, index, Rtnetlink.IFF_UP);
    }

    private static NetlinkWriter message(int type, int flags, int index, int linkFlags) {
        NetlinkWriter writer = new NetlinkWriter(type, Rtnetlink.NLM_F_REQUEST | flags);
        return writeFixed(writer, index, linkFlags);
    }

    /// `struct ifinfomsg`; the flags given are the ones that are changed.
    private static NetlinkWriter writeFixed(NetlinkWriter writer, int index, int linkFlags) {
        return writer.bytes(Rtnetlink.AF_UNSPEC, 0, 0, 0)
                .number(index)
                .number(linkFlags)
                .number(linkFlags);
    }
}
