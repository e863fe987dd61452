package org.vzgit.schema;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// One address of a VE, v4 or v6, always as a host address (/32 or /128): VEs are routed, not
/// bridged.
///
/// Compared by family and bytes, so `2001:db8::1` and `2001:db8:0:0::1` are the same address.
public final class IpAddress implements Comparable<IpAddress> {
    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads a literal address; names are not looked up.
    ///
    /// @throws IllegalArgumentException if the text is not a literal v4 or v6 address
    public static IpAddress parse(String text) {
        return new IpAddress(InetAddress.ofLiteral(text).getAddress());
    }

    /// The address in network byte order: 4 or 16 bytes.
    ///
    /// @throws IllegalArgumentException on any other length
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException(
                    "not an address: " + HexFormat.of().formatHex(bytes));
        }
        return new IpAddress(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isV6() {
        return bytes.length == 16;
    }

    /// 32 or 128.
    public int prefixLength() {
        return bytes.length * Byte.SIZE;
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = Integer.compare(bytes.length, other.bytes.length);
        return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The usual written form: dotted v4, compressed v6 (RFC 5952).
    @Override
    public String toString() {
        return isV6() ? Ipv6Text.format(bytes) : v4Text();
    }

    private String v4Text() {
        return (bytes[0] & 0xff)
                + "."
                + (bytes[1] & 0xff)
                + "."
                + (bytes[2] & 0xff)
                + "."
                + (bytes[3] & 0xff);
    }
}
