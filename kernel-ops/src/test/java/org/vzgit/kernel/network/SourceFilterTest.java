package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.IpAddress;

/// What the program lets through, run on frames by an interpreter of its own.
class SourceFilterTest {
    /// As many as a document can give to one VE.
    private static final int ADDRESSES_MAX = 256;

    private static final int ROUNDS = 200;

    /// `TC_ACT_UNSPEC`.
    private static final int NEXT_FILTER = -1;

    private static final SortedSet<IpAddress> OWN =
            set("10.101.0.5", "10.101.0.200", "200.0.0.1", "fd00:101::5", "fd00:101::ffff:5");

    @ParameterizedTest
    @ValueSource(strings = {"10.101.0.5", "10.101.0.200", "200.0.0.1"})
    void v4FromAnOwnAddressPasses(String source) {
        assertTrue(passes(OWN, Frame.from(source)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.101.0.6",
                "10.101.0.4",
                "0.0.0.0",
                "127.0.0.1",
                "255.255.255.255",
                "5.0.101.10"
            })
    void v4FromAnotherAddressIsDropped(String source) {
        assertFalse(passes(OWN, Frame.from(source)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00:101::5", "fd00:101::ffff:5", "fe80::1234", "febf::1", "::"})
    void v6FromAnOwnOrLinkLocalAddressPasses(String source) {
        assertTrue(passes(OWN, Frame.from(source)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd00:101::6",
                "fd00:102::5",
                "fd00:101:0:1::5",
                "fd00:101::1:0:5",
                "fec0::1",
                "fe7f::1",
                "::1",
                "2001:db8::1"
            })
    void v6FromAnotherAddressIsDropped(String source) {
        assertFalse(passes(OWN, Frame.from(source)));
    }

    @Test
    void withoutAddressesNothingLeavesButWhatFindsNeighbours() {
        SortedSet<IpAddress> none = Collections.emptySortedSet();
        assertFalse(passes(none, Frame.from("10.101.0.5")));
        assertFalse(passes(none, Frame.from("fd00:101::5")));
        assertTrue(passes(none, Frame.from("fe80::5")));
        assertTrue(passes(none, Frame.of(0x0806)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8100, 0x88a8, 0x8847, 0x8863, 0x0000, 0x05dc, 0xffff})
    void otherProtocolsAreDropped(int protocol) {
        assertFalse(passes(OWN, Frame.of(protocol)));
    }

    /// The address of one family in the bytes of the other: an offset off by a word would pass it.
    @Test
    void anOwnAddressThatStandsElsewhereInTheFrameDoesNotHelp() {
        byte[] frame = Frame.from("10.101.0.6");
        System.arraycopy(IpAddress.parse("10.101.0.5").bytes(), 0, frame, 30, 4);
        assertFalse(passes(OWN, frame));
        byte[] six = Frame.from("fd00:101::6");
        System.arraycopy(IpAddress.parse("fd00:101::5").bytes(), 0, six, 38, 16);
        assertFalse(passes(OWN, six));
    }

    @Test
    void aProgramTellsTheAddressesItWasMadeFrom() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            SortedSet<IpAddress> addresses = random(random, random.nextInt(8));
            assertEquals(
                    Optional.of(addresses),
                    SourceFilter.addresses(SourceFilter.program(addresses)));
        }
    }

    @Test
    void asManyAddressesAsAVeCanHaveFitIntoWhatTheKernelTakes() {
        SortedSet<IpAddress> addresses = random(new Random(1), ADDRESSES_MAX);
        addresses.removeIf(address -> !address.isV6());
        for (int i = 0; addresses.size() < ADDRESSES_MAX; i++) {
            addresses.add(IpAddress.parse("fd00:101::" + Integer.toHexString(i + 1)));
        }
        byte[] program = SourceFilter.program(addresses);
        // BPF_MAXINSNS
        assertTrue(program.length / FilterInstruction.BYTES <= 4096);
        assertEquals(Optional.of(addresses), SourceFilter.addresses(program));
    }

    @Test
    void aProgramThatDiffersInOneBitIsNotOurs() {
        byte[] program = SourceFilter.program(OWN);
        for (int bit = 0; bit < program.length * Byte.SIZE; bit++) {
            byte[] other = program.clone();
            other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Optional<SortedSet<IpAddress>> read = SourceFilter.addresses(other);
            // A changed address is another program of ours, and says so.
            assertTrue(read.isEmpty() || !read.get().equals(OWN), "bit " + bit);
        }
    }

    @Test
    void aForeignProgramIsNotOurs() {
        for (byte[] foreign : List.of(new byte[0], new byte[7], new byte[8], new byte[800])) {
            assertEquals(Optional.empty(), SourceFilter.addresses(foreign));
        }
        byte[] passAll = FilterInstruction.write(List.of(FilterInstruction.result(0)));
        assertEquals(Optional.empty(), SourceFilter.addresses(passAll));
        byte[] cut = SourceFilter.program(OWN);
        for (int length = 0; length < cut.length; length++) {
            assertEquals(Optional.empty(), SourceFilter.addresses(Arrays.copyOf(cut, length)));
        }
    }

    private static boolean passes(SortedSet<IpAddress> addresses, byte[] frame) {
        return FilterInterpreter.run(SourceFilter.program(addresses), frame) == NEXT_FILTER;
    }

    private static SortedSet<IpAddress> set(String... addresses) {
        SortedSet<IpAddress> set = new TreeSet<>();
        for (String address : addresses) {
            set.add(IpAddress.parse(address));
        }
        return set;
    }

    private static SortedSet<IpAddress> random(Random random, int size) {
        SortedSet<IpAddress> set = new TreeSet<>();
        while (set.size() < size) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            set.add(IpAddress.of(bytes));
        }
        return set;
    }

    /// Ethernet frames with 64 bytes of payload.
    private static final class Frame {
        private static final int BYTES = 14 + 64;

        static byte[] of(int protocol) {
            return ByteBuffer.allocate(BYTES).putShort(12, (short) protocol).array();
        }

        static byte[] from(String source) {
            IpAddress address = IpAddress.parse(source);
            byte[] frame = of(address.isV6() ? 0x86dd : 0x0800);
            byte[] bytes = address.bytes();
            System.arraycopy(bytes, 0, frame, address.isV6() ? 22 : 26, bytes.length);
            return frame;
        }
    }
}
