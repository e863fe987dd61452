package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the program lets through, run on frames by an interpreter of its own.
class MacFilterTest {
    private static final MacAddress OWN = new MacAddress("00:18:51:aa:fe:01");

    /// `TC_ACT_UNSPEC` and `TC_ACT_SHOT`.
    private static final int NEXT_FILTER = -1;

    private static final int DROPPED = 2;

    private static final int ROUNDS = 500;

    private static byte[] from(MacAddress source) {
        return ByteBuffer.allocate(60).position(6).put(source.bytes()).array();
    }

    @Test
    void framesFromTheOwnAddressPassToTheNextFilter() {
        assertEquals(NEXT_FILTER, FilterInterpreter.run(MacFilter.program(OWN), from(OWN)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00:18:51:aa:fe:02",
                "00:18:51:aa:ff:01",
                "00:18:51:ab:fe:01",
                "01:18:51:aa:fe:01",
                "ff:ff:ff:ff:ff:ff",
                "00:00:00:00:00:00"
            })
    void framesFromAnyOtherAddressAreDropped(String source) {
        assertEquals(
                DROPPED,
                FilterInterpreter.run(MacFilter.program(OWN), from(new MacAddress(source))));
    }

    @Test
    void everyBitOfTheAddressCounts() {
        byte[] program = MacFilter.program(OWN);
        for (int bit = 0; bit < 48; bit++) {
            byte[] frame = from(OWN);
            frame[6 + bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(DROPPED, FilterInterpreter.run(program, frame), "bit " + bit);
        }
    }

    @Test
    void theAddressOfTheReceiverDoesNotCount() {
        byte[] frame = from(OWN);
        Arrays.fill(frame, 0, 6, (byte) 0xff);
        assertEquals(NEXT_FILTER, FilterInterpreter.run(MacFilter.program(OWN), frame));
    }

    @Test
    void aRandomAddressPassesItsOwnFilterAndNoOther() {
        Random random = new Random(4711);
        for (int round = 0; round < ROUNDS; round++) {
            MacAddress mac = MacAddress.derivedFrom("a" + random.nextLong());
            MacAddress other = MacAddress.derivedFrom("b" + random.nextLong());
            assertEquals(NEXT_FILTER, FilterInterpreter.run(MacFilter.program(mac), from(mac)));
            assertEquals(DROPPED, FilterInterpreter.run(MacFilter.program(mac), from(other)));
        }
    }

    @Test
    void programsOfTwoAddressesAreToldApart() {
        assertFalse(
                Arrays.equals(
                        MacFilter.program(OWN),
                        MacFilter.program(new MacAddress("00:18:51:aa:fe:02"))));
        assertNotEquals(MacFilter.program(OWN).length, MacFilter.all().length);
    }

    @Test
    void withoutAFilterEverythingPasses() {
        assertEquals(NEXT_FILTER, FilterInterpreter.run(MacFilter.all(), from(OWN)));
        assertEquals(
                NEXT_FILTER,
                FilterInterpreter.run(MacFilter.all(), from(new MacAddress("ff:ff:ff:ff:ff:ff"))));
    }
}
