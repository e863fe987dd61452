package org.vzgit.kernel.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class FanotifyEventTest {
    /// Read from Linux 6.18 on x86_64 while a shell wrote `pids.max` and `cgroup.max.depth`.
    private static final String CAPTURED =
            "1800000003001800020000000000000004000000"
                    + "6e1c0000"
                    + "1800000003001800020000000000000005000000"
                    + "6e1c0000";

    @Test
    void capturedEventsAreRead() {
        Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "big-endian");
        byte[] bytes = HexFormat.of().parseHex(CAPTURED);
        assertEquals(
                List.of(new FanotifyEvent(2, 4, 7278), new FanotifyEvent(2, 5, 7278)),
                FanotifyEvent.parse(bytes, bytes.length));
    }

    @Test
    void bytesBehindTheLengthAreNotRead() {
        byte[] bytes = Arrays.copyOf(event(FanotifyEvent.SIZE, 3), 4096);
        assertEquals(1, FanotifyEvent.parse(bytes, FanotifyEvent.SIZE).size());
        assertEquals(0, FanotifyEvent.parse(bytes, FanotifyEvent.SIZE - 1).size());
    }

    @Test
    void overflowHasNoFile() {
        byte[] bytes = event(FanotifyEvent.SIZE, 3);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .putLong(8, FanotifyEvent.Q_OVERFLOW)
                .putInt(16, -1);
        FanotifyEvent event = FanotifyEvent.parse(bytes, bytes.length).getFirst();
        assertTrue((event.mask() & FanotifyEvent.Q_OVERFLOW) != 0);
        assertEquals(-1, event.fd());
    }

    @Test
    void anotherVersionOrAWrongLengthIsRefused() {
        for (byte[] wrong :
                List.of(
                        event(FanotifyEvent.SIZE, 4),
                        event(FanotifyEvent.SIZE - 1, 3),
                        event(FanotifyEvent.SIZE + 1, 3),
                        event(-1, 3))) {
            assertThrows(
                    IllegalArgumentException.class, () -> FanotifyEvent.parse(wrong, wrong.length));
        }
    }

    @Test
    void longerEventsOfLaterKernelsAreSteppedOver() {
        ByteBuffer two = ByteBuffer.allocate(32 + 24).order(ByteOrder.nativeOrder());
        two.put(0, event(32, 3)).put(32, event(24, 3));
        assertEquals(2, FanotifyEvent.parse(two.array(), 56).size());
    }

    private static byte[] event(int length, int version) {
        ByteBuffer event = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
        event.putInt(0, length).put(4, (byte) version).putLong(8, 2).putInt(16, 9).putInt(20, 1);
        return event.array();
    }
}
