package org.vzgit.kernel.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.SocketOption;
import org.vzgit.kernel.sys.Syscalls;

/// Hears when links, addresses and host routes change: the multicast groups of rtnetlink(7).
public final class LinkWatch implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;

    /// Also from the namespaces that have an id in ours, and the peer of each veth has: an address
    /// that is taken away inside a VE is heard here (Linux 4.2, `NETLINK_LISTEN_ALL_NSID`).
    private static final int NETLINK_LISTEN_ALL_NSID = 8;

    /// `RTMGRP_LINK`, `_IPV4_IFADDR`, `_IPV4_ROUTE`, `_IPV6_IFADDR`, `_IPV6_ROUTE` of
    /// `linux/rtnetlink.h`.
    private static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;

    /// `struct nlmsghdr`; then `struct rtmsg`, whose first bytes are family and prefix length.
    private static final int HEADER = 16;

    private static final int TYPE_AT = 4;
    private static final byte AF_INET = 2;
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    private static final int BUFFER = 32 * 1024;

    private final Syscalls syscalls;
    private final Fd socket;
    private final byte[] buffer = new byte[BUFFER];

    /// For the network namespace of the calling thread.
    public LinkWatch(Syscalls syscalls) throws ErrnoException {
        this.syscalls = syscalls;
        this.socket = syscalls.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
        try {
            syscalls.setsockopt(
                    socket, SocketOption.ofInt(SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1));
            syscalls.bind(socket, address());
        } catch (ErrnoException e) {
            socket.close();
            throw e;
        }
    }

    /// Readable when there is something to hear.
    public Fd fd() {
        return socket;
    }

    /// What one datagram says. Blocks while there is none.
    public List<NodeHint> read() throws ErrnoException {
        try {
            int length = syscalls.recv(socket, buffer);
            return concerns(buffer, Math.min(length, buffer.length))
                    ? List.of(new NodeHint.NetworkChanged())
                    : List.of();
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOBUFS) {
                return List.of(new NodeHint.Missed());
            }
            throw e;
        }
    }

    /// A host that speaks BGP changes routes all the time; those to VEs are to one address each.
    static boolean concerns(byte[] datagram, int length) {
        ByteBuffer message = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        if (length < HEADER + 2) {
            return false;
        }
        int type = message.getShort(TYPE_AT);
        if (type != RTM_NEWROUTE && type != RTM_DELROUTE) {
            return true;
        }
        int bits = message.get(HEADER) == AF_INET ? V4_BITS : V6_BITS;
        return Byte.toUnsignedInt(message.get(HEADER + 1)) == bits;
    }

    /// `struct sockaddr_nl` of netlink(7); the kernel gives the port.
    private static byte[] address() {
        ByteBuffer address = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_NETLINK).putShort((short) 0).putInt(0).putInt(GROUPS);
        return address.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
