package org.vzgit.kernel.network;

import java.util.HexFormat;
import java.util.List;
import org.vzgit.kernel.sys.ErrnoException;

/// Bytes that iproute2 6.1.0 and Linux 6.18 (x86_64) exchanged in a network namespace, taken from
/// `strace -e read=3 -e write=3`. Sequence numbers of requests are set to 0; nothing else is
/// changed.
final class Golden {
    private Golden() {}

    static String hex(NetlinkRequest request) {
        return HexFormat.of().formatHex(request.message(0));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static List<NetlinkMessage> messages(String hex) throws ErrnoException {
        byte[] bytes = bytes(hex);
        return NetlinkMessage.parse(bytes, bytes.length);
    }

    /// A message's text without its port and sequence number, so that ours can be compared.
    static Link link(int index, String name) {
        return new Link(index, name, "", java.util.Optional.empty(), 0, false);
    }
}
