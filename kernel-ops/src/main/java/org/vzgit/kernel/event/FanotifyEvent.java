package org.vzgit.kernel.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// `struct fanotify_event_metadata` of fanotify(7), version 3.
///
/// @param mask what happened
/// @param fd the file, opened for us; -1 when the queue overflowed
/// @param pid who did it; 0 when that process is outside of our pid namespace
record FanotifyEvent(long mask, int fd, int pid) {
    static final long Q_OVERFLOW = 0x4000;
    static final int SIZE = 24;
    private static final int VERSION = 3;
    private static final int VERSION_AT = 4;
    private static final int MASK_AT = 8;
    private static final int FD_AT = 16;
    private static final int PID_AT = 20;

    /// Reads what one read(2) gave.
    ///
    /// @throws IllegalArgumentException when the kernel speaks another version, or a length is
    ///   wrong
    static List<FanotifyEvent> parse(byte[] bytes, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<FanotifyEvent> events = new ArrayList<>();
        int at = 0;
        while (length - at >= SIZE) {
            int size = buffer.getInt(at);
            if (size < SIZE || size > length - at || buffer.get(at + VERSION_AT) != VERSION) {
                throw new IllegalArgumentException(
                        "a fanotify event of "
                                + size
                                + " bytes and version "
                                + buffer.get(at + VERSION_AT));
            }
            events.add(
                    new FanotifyEvent(
                            buffer.getLong(at + MASK_AT),
                            buffer.getInt(at + FD_AT),
                            buffer.getInt(at + PID_AT)));
            at += size;
        }
        return events;
    }
}
