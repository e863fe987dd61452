package org.vzgit.schema;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// One address of a VE, v4 or v6, always as a host address (/32 or /128): VEs are routed, not
/// bridged.
///
/// Compared by family and bytes, so `2001:db8::1` and `2001:db8:0:0::1` are the same address.
public final class IpAddress implements Comparable<IpAddress> {
    private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";
    private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

    /// Only which characters; their order is the JDK's to check. The longest is 45 characters.
    private static final Pattern V6 =
            Pattern.compile("(?=[^:]*:)[0-9A-Fa-f:]{2,39}(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3})?");

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads a literal address: four decimal numbers, or v6 without a scope. A v4-mapped v6 address
    /// is the v4 address.
    ///
    /// Stricter than the JDK, which takes `10.1` for 10.0.0.1 and `192.0.2.010` for 192.0.2.10,
    /// which ip(8) reads as 192.0.2.8.
    ///
    /// @throws IllegalArgumentException if the text is not such an address
    public static IpAddress parse(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            throw new IllegalArgumentException("not an address: " + text);
        }
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
