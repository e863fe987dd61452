package org.vzgit.kernel.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.vzgit.kernel.sys.Errno;

/// One message to the kernel, with how to speak about it and which errors say that things already
/// are as the request wants them.
final class NetlinkRequest {
    private final byte[] message;
    private final String what;
    private final Set<Errno> expected;

    private NetlinkRequest(byte[] message, String what, Set<Errno> expected) {
        this.message = message;
        this.what = what;
        this.expected = expected;
    }

    /// @param what the request in words, with its values: `add route 10.0.0.1 dev ve101`
    static NetlinkRequest of(NetlinkWriter writer, String what) {
        return new NetlinkRequest(writer.finish(), what, Set.of());
    }

    /// The same request, for which these errors are success.
    NetlinkRequest accepting(Errno... errors) {
        return new NetlinkRequest(message, what, Set.of(errors));
    }

    byte[] message(int sequence) {
        byte[] bytes = message.clone();
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .putInt(NetlinkWriter.SEQUENCE_OFFSET, sequence);
        return bytes;
    }

    String what() {
        return what;
    }

    boolean accepts(Errno errno) {
        return expected.contains(errno);
    }
}
