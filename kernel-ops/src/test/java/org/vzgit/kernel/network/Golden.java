package org.vzgit.kernel.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vzgit.kernel.sys.ErrnoException;

/// Bytes that iproute2 6.1.0 and Linux 6.18 (x86_64) exchanged in a network namespace, taken from
/// `strace -e read=3 -e write=3`. In requests the sequence number is set to 0; nothing else is
/// changed.
final class Golden {
    private Golden() {}

    static String hex(NetlinkRequest request) {
        return HexFormat.of().formatHex(request.message(0));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static List<NetlinkMessage> messages(byte[] datagram) throws ErrnoException {
        return NetlinkMessage.parse(datagram, datagram.length);
    }

    /// One of the recordings that `netlink/linux-6.18/NOTES.md` lists.
    static byte[] recorded(String name) throws IOException {
        String path = "/netlink/linux-6.18/" + name + ".hex";
        try (InputStream file = Objects.requireNonNull(Golden.class.getResourceAsStream(path))) {
            String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            return bytes(text.replace("\n", ""));
        }
    }

    static Link link(int index, String name) {
        return new Link(index, name, "", Optional.empty(), 0, false);
    }
}
