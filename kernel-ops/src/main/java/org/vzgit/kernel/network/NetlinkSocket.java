package org.vzgit.kernel.network;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.SocketOption;
import org.vzgit.kernel.sys.Syscalls;

/// A routing netlink socket (rtnetlink(7)). It speaks for the network namespace that the thread was
/// in when it was opened, also when another thread uses it. Not for use by two threads at once.
final class NetlinkSocket implements AutoCloseable {
    /// The kernel answers before send(2) returns; only a hung one lets this pass.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// Dumps come in parts of at most this size (`NLMSG_GOODSIZE` and `netlink_dump` in
    /// `net/netlink/af_netlink.c`).
    static final int BUFFER = 32 * 1024;

    /// 128 MiB of answers: links of 1.2 KiB for ten times the VEs that a node can hold.
    static final int MAX_DATAGRAMS = 4096;

    /// A dump is interrupted when something changes between two of its parts, which takes a few
    /// milliseconds. Twenty in a row mean that links come and go faster than they can be read.
    static final int MAX_DUMPS = 20;

    private static final int SOCK_RAW = 3;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;

    private final Syscalls syscalls;
    private final Fd socket;
    private final byte[] buffer = new byte[BUFFER];
    private int sequence;

    private NetlinkSocket(Syscalls syscalls, Fd socket) {
        this.syscalls = syscalls;
        this.socket = socket;
    }

    static NetlinkSocket open(Syscalls syscalls) throws ErrnoException {
        Fd fd = syscalls.socket(Rtnetlink.AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
        try {
            syscalls.setsockopt(fd, SocketOption.receiveTimeout(TIMEOUT));
            syscalls.setsockopt(fd, SocketOption.ofInt(SOL_NETLINK, NETLINK_CAP_ACK, 1));
            syscalls.setsockopt(fd, SocketOption.ofInt(SOL_NETLINK, NETLINK_EXT_ACK, 1));
            // Without it the kernel ignores the filters of a dump (Linux 4.20).
            syscalls.setsockopt(fd, SocketOption.ofInt(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1));
            return new NetlinkSocket(syscalls, fd);
        } catch (ErrnoException e) {
            fd.close();
            throw e;
        }
    }

    /// Sends requests in one system call. The kernel carries all of them out in this order, also
    /// those behind one that fails.
    ///
    /// @throws ErrnoException of the first request that failed in a way it does not accept
    void apply(List<NetlinkRequest> requests) throws ErrnoException {
        exchange(requests);
    }

    /// Asks for one thing; empty when the answer is an error that the request accepts.
    Optional<NetlinkMessage> get(NetlinkRequest request) throws ErrnoException {
        return exchange(List.of(request)).stream().findFirst();
    }

    /// Asks for all things of a kind and gives a list that no change came into, trying again up to
    /// [#MAX_DUMPS] times.
    List<NetlinkMessage> dump(NetlinkRequest request) throws ErrnoException {
        for (int attempt = 0; attempt < MAX_DUMPS; attempt++) {
            List<NetlinkMessage> messages = exchange(List.of(request));
            if (messages.stream().noneMatch(NetlinkSocket::isInterrupted)) {
                messages.removeIf(message -> message.type() == Rtnetlink.NLMSG_DONE);
                return messages;
            }
        }
        throw new ErrnoException(
                Errno.EAGAIN, request.what(), "changed during each of " + MAX_DUMPS + " dumps");
    }

    @Override
    public void close() {
        socket.close();
    }

    private List<NetlinkMessage> exchange(List<NetlinkRequest> requests) throws ErrnoException {
        int first = sequence + 1;
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        for (NetlinkRequest request : requests) {
            datagram.writeBytes(request.message(++sequence));
        }
        syscalls.send(socket, datagram.toByteArray());
        NetlinkExchange exchange = new NetlinkExchange(requests, first);
        for (int i = 0; i < MAX_DATAGRAMS && !exchange.complete(); i++) {
            exchange.accept(receive());
        }
        return exchange.result();
    }

    private List<NetlinkMessage> receive() throws ErrnoException {
        int length = syscalls.recv(socket, buffer);
        if (length > buffer.length) {
            throw new ErrnoException(Errno.EMSGSIZE, "netlink answer", length + " bytes");
        }
        // The messages outlive the buffer, which the next part overwrites.
        return NetlinkMessage.parse(Arrays.copyOf(buffer, length), length);
    }

    private static boolean isInterrupted(NetlinkMessage message) {
        return (message.flags() & Rtnetlink.NLM_F_DUMP_INTR) != 0;
    }
}
