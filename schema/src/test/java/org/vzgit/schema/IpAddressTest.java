package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {
    private static final int ROUNDS = 2000;

    /// The examples of RFC 5952, sections 1, 2 and 4.
    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8::0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:0:0:1::1, 2001:db8::1:0:0:1",
        "2001:db8:aaaa:bbbb:cccc:dddd:0:1, 2001:db8:aaaa:bbbb:cccc:dddd:0:1",
        "2001:db8:aaaa:bbbb:cccc:dddd::1, 2001:db8:aaaa:bbbb:cccc:dddd:0:1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:1:0:0:0:0:0, 0:0:1::",
        "0:0:0:0:0:1:0:0, ::1:0:0",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "::ffff:0:192.0.2.1, ::ffff:0:c000:201"
    })
    void v6IsWrittenAsRfc5952Wants(String written, String canonical) {
        assertEquals(canonical, IpAddress.parse(written).toString());
        assertEquals(IpAddress.parse(canonical), IpAddress.parse(written));
    }

    @Test
    void v4MappedIsTheV4Address() {
        IpAddress mapped = IpAddress.parse("::ffff:192.0.2.7");
        assertEquals(IpAddress.parse("192.0.2.7"), mapped);
        assertEquals(32, mapped.prefixLength());
        assertEquals(mapped, IpAddress.parse("::FFFF:c000:207"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "10.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.04",
                "0x1.2.3.4",
                "1.2.3.4/32",
                "fe80::1%eth0",
                "fe80::1%1",
                "[::1]",
                "::1]",
                ":",
                ":::",
                "1::2::3",
                "g::1",
                "12345::1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1.2.3",
                "localhost",
                "a",
                " 1.2.3.4",
                "1.2.3.4\n",
                "1.2.3.4\0"
            })
    void textThatIsNoLiteralAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyAddressComesBackFromItsText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            bytes[0] = (byte) (1 + random.nextInt(255));
            IpAddress address = IpAddress.of(bytes);
            assertEquals(address, IpAddress.parse(address.toString()));
            assertFalse(address.toString().matches(".*(:::|::.*::|[A-Z]|:0[0-9a-f]).*"));
        }
    }

    @Test
    void bytesAreOfTheCallerAlone() {
        byte[] bytes = {10, 0, 0, 1};
        IpAddress address = IpAddress.of(bytes);
        bytes[0] = 11;
        address.bytes()[0] = 12;
        assertEquals("10.0.0.1", address.toString());
    }

    @Test
    void otherLengthsAreNoAddress() {
        for (int length : new int[] {0, 3, 5, 15, 17}) {
            assertThrows(IllegalArgumentException.class, () -> IpAddress.of(new byte[length]));
        }
    }

    @Test
    void orderIsByFamilyThenUnsigned() {
        IpAddress low = IpAddress.parse("9.0.0.0");
        IpAddress high = IpAddress.parse("200.0.0.0");
        IpAddress v6 = IpAddress.parse("::2");
        assertTrue(low.compareTo(high) < 0);
        assertTrue(high.compareTo(v6) < 0);
        assertTrue(v6.compareTo(low) > 0);
        assertNotEquals(low, v6);
        assertEquals(128, v6.prefixLength());
    }
}
