package org.vzgit.kernel.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// A link's hardware address.
///
/// @param text six pairs of lower-case hex digits and colons
record MacAddress(String text) {
    private static final HexFormat PAIRS = HexFormat.ofDelimiter(":");
    private static final int SIZE = 6;

    /// "Locally administered", and not a group (IEEE 802-2014, 8.2).
    private static final byte LOCAL = 0x02;

    /// Always the same address for the same words. It stays over restarts, so neighbours need not
    /// learn it again, and it marks a link as ours before its alias is written.
    static MacAddress derivedFrom(String words) {
        byte[] bytes = sha256(words);
        bytes[0] = LOCAL;
        return new MacAddress(PAIRS.formatHex(bytes, 0, SIZE));
    }

    /// Empty for links that have no Ethernet address.
    static Optional<MacAddress> of(byte[] bytes) {
        return bytes.length == SIZE
                ? Optional.of(new MacAddress(PAIRS.formatHex(bytes)))
                : Optional.empty();
    }

    byte[] bytes() {
        return PAIRS.parseHex(text);
    }

    private static byte[] sha256(String words) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(words.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
