package org.vzgit.kernel.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Writes one netlink message: header, the protocol's fixed part, attributes (netlink(7)). Numbers
/// are in the machine's byte order, addresses in the network's.
///
/// The sequence number stays 0 until the message is sent, the port is the kernel's to fill in.
final class NetlinkWriter {
    static final int HEADER = 16;
    static final int SEQUENCE_OFFSET = 8;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int ALIGNMENT = 4;

    /// Enough for all messages about links, addresses and routes: the longest is a new link's with
    /// its peer, below 200 bytes; an alias may have 255.
    private static final int CAPACITY = 1024;

    private final ByteBuffer buffer;

    NetlinkWriter(int type, int flags) {
        this(type, flags, CAPACITY);
    }

    /// @param capacity the whole message's, in bytes
    NetlinkWriter(int type, int flags, int capacity) {
        buffer = ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder());
        buffer.putInt(0).putShort((short) type).putShort((short) flags).putLong(0);
    }

    /// One-byte fields of a fixed part.
    NetlinkWriter bytes(int... values) {
        for (int value : values) {
            buffer.put((byte) value);
        }
        return this;
    }

    /// A four-byte field of a fixed part.
    NetlinkWriter number(int value) {
        buffer.putInt(value);
        return this;
    }

    NetlinkWriter attribute(int type, byte[] value) {
        return nested(type, self -> self.buffer.put(value));
    }

    NetlinkWriter attribute(int type, int value) {
        return nested(type, self -> self.buffer.putInt(value));
    }

    /// A text without a zero byte at its end: `NLA_STRING`.
    NetlinkWriter attribute(int type, String value) {
        return attribute(type, value.getBytes(StandardCharsets.UTF_8));
    }

    /// A text with a zero byte at its end: `NLA_NUL_STRING`.
    NetlinkWriter terminated(int type, String value) {
        return attribute(type, value + "\0");
    }

    NetlinkWriter nested(int type, Consumer<NetlinkWriter> content) {
        int start = buffer.position();
        buffer.putShort((short) 0).putShort((short) type);
        content.accept(this);
        // The length leaves out the padding behind the value, but the next attribute comes after
        // it.
        buffer.putShort(start, (short) (buffer.position() - start));
        while (buffer.position() % ALIGNMENT != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    byte[] finish() {
        buffer.putInt(0, buffer.position());
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static int attributeHeader() {
        return ATTRIBUTE_HEADER;
    }
}
