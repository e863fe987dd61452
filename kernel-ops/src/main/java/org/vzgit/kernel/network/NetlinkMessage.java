package org.vzgit.kernel.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;

/// One message that the kernel sent.
///
/// @param sequence that of the request it answers
/// @param body what follows the header, from position 0, in the machine's byte order
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer body) {

    /// Takes a datagram apart.
    ///
    /// @param length how much of the buffer the datagram has
    /// @throws ErrnoException EBADMSG when a length does not fit
    static List<NetlinkMessage> parse(byte[] datagram, int length) throws ErrnoException {
        ByteBuffer bytes = ByteBuffer.wrap(datagram, 0, length).order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        while (bytes.hasRemaining()) {
            messages.add(next(bytes));
        }
        return messages;
    }

    /// The attributes behind a fixed part of this size.
    NetlinkAttributes attributes(int fixed) throws ErrnoException {
        requireBody(fixed);
        return NetlinkAttributes.parse(tail(body, fixed));
    }

    /// @throws ErrnoException EBADMSG when the body is shorter than its fixed part
    void requireBody(int fixed) throws ErrnoException {
        if (body.limit() < fixed) {
            throw malformed("message " + type + " has " + body.limit() + " bytes of " + fixed);
        }
    }

    static ByteBuffer tail(ByteBuffer bytes, int from) {
        return bytes.slice(from, bytes.limit() - from).order(ByteOrder.nativeOrder());
    }

    static ErrnoException malformed(String detail) {
        return new ErrnoException(Errno.EBADMSG, "netlink answer", detail);
    }

    private static NetlinkMessage next(ByteBuffer bytes) throws ErrnoException {
        int start = bytes.position();
        int length = bytes.remaining() < NetlinkWriter.HEADER ? 0 : bytes.getInt(start);
        if (length < NetlinkWriter.HEADER || length > bytes.remaining()) {
            throw malformed("message of " + length + " bytes where " + bytes.remaining() + " are");
        }
        int body = start + NetlinkWriter.HEADER;
        NetlinkMessage message =
                new NetlinkMessage(
                        Short.toUnsignedInt(bytes.getShort(start + 4)),
                        Short.toUnsignedInt(bytes.getShort(start + 6)),
                        bytes.getInt(start + NetlinkWriter.SEQUENCE_OFFSET),
                        bytes.slice(body, start + length - body).order(ByteOrder.nativeOrder()));
        bytes.position(Math.min(start + NetlinkWriter.aligned(length), bytes.limit()));
        return message;
    }
}
