package org.vzgit.kernel.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.IpAddress;

/// The attributes of a netlink message by their type; of a type that comes twice, the last.
final class NetlinkAttributes {
    /// Without the bits for "nested" and "network byte order" (`NLA_TYPE_MASK`).
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, ByteBuffer> values;

    private NetlinkAttributes(Map<Integer, ByteBuffer> values) {
        this.values = values;
    }

    /// @throws ErrnoException EBADMSG when a length does not fit
    static NetlinkAttributes parse(ByteBuffer bytes) throws ErrnoException {
        Map<Integer, ByteBuffer> values = new HashMap<>();
        int header = NetlinkWriter.attributeHeader();
        int at = 0;
        while (bytes.limit() - at >= header) {
            int length = Short.toUnsignedInt(bytes.getShort(at));
            if (length < header || length > bytes.limit() - at) {
                throw NetlinkMessage.malformed("attribute of " + length + " bytes at " + at);
            }
            int type = bytes.getShort(at + 2) & TYPE_MASK;
            values.put(type, bytes.slice(at + header, length - header));
            at += NetlinkWriter.aligned(length);
        }
        return new NetlinkAttributes(values);
    }

    /// A number of four bytes; empty when there is none or it has another size.
    OptionalInt number(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.limit() != Integer.BYTES
                ? OptionalInt.empty()
                : OptionalInt.of(value.order(ByteOrder.nativeOrder()).getInt(0));
    }

    /// A text up to its first zero byte; empty when there is none.
    String text(int type) {
        String text =
                bytes(type).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /// A v4 or v6 address, known by its size; empty when there is none.
    Optional<IpAddress> address(int type) {
        return bytes(type).filter(NetlinkAttributes::isAddress).map(IpAddress::of);
    }

    Optional<byte[]> bytes(int type) {
        ByteBuffer value = values.get(type);
        if (value == null) {
            return Optional.empty();
        }
        byte[] bytes = new byte[value.limit()];
        value.get(0, bytes);
        return Optional.of(bytes);
    }

    private static boolean isAddress(byte[] bytes) {
        return bytes.length == 4 || bytes.length == 16;
    }
}
