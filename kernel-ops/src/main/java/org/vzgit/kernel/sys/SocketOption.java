package org.vzgit.kernel.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/// One option of a socket with its value, as setsockopt(2) takes it.
public final class SocketOption {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;

    private final int level;
    private final int name;
    private final byte[] value;

    private SocketOption(int level, int name, byte[] value) {
        this.level = level;
        this.name = name;
        this.value = value;
    }

    /// An option whose value is an `int`, or a switch: 1 is on.
    public static SocketOption ofInt(int level, int name, int value) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        return new SocketOption(level, name, bytes.putInt(value).array());
    }

    /// `SO_RCVTIMEO`: after this time without a message recv(2) gives EAGAIN. 0 waits for ever.
    /// `struct timeval` of a 64-bit kernel.
    public static SocketOption receiveTimeout(Duration time) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.putLong(time.toSeconds()).putLong(time.toNanosPart() / 1_000);
        return new SocketOption(SOL_SOCKET, SO_RCVTIMEO, bytes.array());
    }

    int level() {
        return level;
    }

    int name() {
        return name;
    }

    /// In the machine's byte order.
    byte[] value() {
        return value.clone();
    }
}
