package org.vzgit.kernel.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkWatchTest {

    /// Types 24 and 25 are routes; family 2 is IPv4, 10 is IPv6.
    @ParameterizedTest
    @CsvSource({
        "24, 2, 32, true",
        "25, 2, 32, true",
        "24, 2, 24, false",
        "24, 2, 0, false",
        "24, 10, 128, true",
        "25, 10, 64, false",
        "16, 0, 0, true",
        "17, 0, 0, true",
        "20, 2, 24, true",
        "21, 10, 64, true"
    })
    void onlyRoutesToOneAddressConcernUs(int type, int family, int bits, boolean concerns) {
        byte[] message = message(type, family, bits);
        assertEquals(concerns, LinkWatch.concerns(message, message.length));
    }

    @Test
    void tornMessageConcernsNobody() {
        byte[] message = message(16, 0, 0);
        assertTrue(LinkWatch.concerns(message, message.length));
        assertFalse(LinkWatch.concerns(message, 17));
    }

    private static byte[] message(int type, int family, int bits) {
        ByteBuffer message = ByteBuffer.allocate(28).order(ByteOrder.nativeOrder());
        message.putInt(28).putShort((short) type);
        message.put(16, (byte) family).put(17, (byte) bits);
        return message.array();
    }
}
