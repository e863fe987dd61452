package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;

class NetlinkMessageTest {
    private static final long SEED = 20_261_122;

    /// The kernel's answer to `ip route add 10.99.0.0/24 via 1.2.3.4` where nothing leads there.
    private static final String NO_GATEWAY =
            "6000000002000002a6cb026b653600009bffffff2c00000018000506a6cb026b00000000"
                    + "02180000fe03000100000000080001000a6300000800050001020304"
                    + "200001004e657874686f702068617320696e76616c6964206761746577617900";

    /// The answer to `ip link add ve101 …`, shortened by `NETLINK_CAP_ACK`.
    private static final String DONE =
            "2400000002000001a5cb026bf9350000000000007c00000010000506a5cb026b00000000";

    @Test
    void attributesKeepTheirValues() throws Exception {
        NetlinkWriter writer = new NetlinkWriter(16, 5).bytes(1, 2, 3, 255);
        writer.attribute(1, new byte[] {9})
                .attribute(2, -2)
                .attribute(3, "plain")
                .terminated(4, "ended")
                .nested(0x8005, inner -> inner.attribute(6, 7));
        NetlinkMessage message =
                Golden.messages(NetlinkRequest.of(writer, "x").message(77)).getFirst();
        assertEquals(16, message.type());
        assertEquals(5, message.flags());
        assertEquals(77, message.sequence());
        NetlinkAttributes attributes = message.attributes(4);
        assertArrayEquals(new byte[] {9}, attributes.bytes(1).orElseThrow());
        assertEquals(OptionalInt.of(-2), attributes.number(2));
        assertEquals("plain", attributes.text(3));
        assertEquals("ended", attributes.text(4));
        assertArrayEquals(new byte[] {8, 0, 6, 0, 7, 0, 0, 0}, attributes.bytes(5).orElseThrow());
        assertEquals("", attributes.text(9));
        assertEquals(OptionalInt.empty(), attributes.number(1));
        assertEquals(Optional.empty(), attributes.address(3));
    }

    @Test
    void errorsCarryTheKernelsWords() throws Exception {
        NetlinkMessage message = Golden.messages(Golden.bytes(NO_GATEWAY)).getFirst();
        assertEquals(
                new NetlinkError(101, "Nexthop has invalid gateway"), NetlinkError.parse(message));
        assertEquals(Optional.of(Errno.ENETUNREACH), NetlinkError.parse(message).errno());
    }

    @Test
    void anAcknowledgementIsAnErrorOfZero() throws Exception {
        NetlinkMessage message = Golden.messages(Golden.bytes(DONE)).getFirst();
        assertEquals(new NetlinkError(0, ""), NetlinkError.parse(message));
        assertEquals(Optional.empty(), NetlinkError.parse(message).errno());
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        byte[] good = Golden.bytes(DONE);
        byte[] tooLong = good.clone();
        tooLong[0] = 0x28;
        byte[] tooShort = good.clone();
        tooShort[0] = 0x0f;
        for (byte[] bad : List.of(tooLong, tooShort, Arrays.copyOf(good, 15))) {
            ErrnoException refused = assertThrows(ErrnoException.class, () -> Golden.messages(bad));
            assertEquals(Errno.EBADMSG, refused.errno());
        }
    }

    @Test
    void damagedAnswersAreReadOrRefusedAndNeverAnythingElse() throws Exception {
        Random random = new Random(SEED);
        int refused = 0;
        for (String name : new String[] {"host-links", "host-addresses", "inside-routes-v6"}) {
            byte[] good = Golden.recorded(name);
            for (int i = 0; i < 2_000; i++) {
                byte[] bad = good.clone();
                for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                refused += isRefused(bad) ? 1 : 0;
            }
        }
        assertTrue(refused > 0, "no damage was noticed");
    }

    private static boolean isRefused(byte[] bytes) {
        try {
            for (NetlinkMessage message : Golden.messages(bytes)) {
                Link.parse(message);
                LinkAddress.parse(message);
                Route.parse(message);
                NetlinkError.parse(message);
            }
            return false;
        } catch (ErrnoException e) {
            assertEquals(Errno.EBADMSG, e.errno());
            return true;
        }
    }
}
