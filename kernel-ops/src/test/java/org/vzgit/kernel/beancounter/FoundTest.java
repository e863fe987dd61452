package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.Beancounter;

/// What the iterators write, byte by byte.
class FoundTest {
    @Test
    void nothingIsNoObject() throws IOException {
        assertEquals(List.of(), read(new byte[0]));
    }

    @Test
    void recordsFollowEachOther() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Found.BYTES).order(ByteOrder.nativeOrder());
        bytes.putInt(18).putInt(-5).putLong(0xffff_8880_0000_1000L).putLong(1);
        bytes.putInt(4).putInt(7).putLong(99).putLong(4_194_304);
        assertEquals(
                List.of(
                        new Found(18, -5, 0xffff_8880_0000_1000L, 1),
                        new Found(4, 7, 99, 4_194_304)),
                read(bytes.array()));
    }

    @Test
    void halfARecordIsNoEnd() {
        IOException refused =
                assertThrows(IOException.class, () -> read(new byte[Found.BYTES + 5]));
        assertEquals("half a record: 5 of 24 bytes", refused.getMessage());
    }

    @Test
    void asManyAsCanBeAreReadAndOneMoreIsNot() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        Found.read(new Zeros((long) Found.MOST * Found.BYTES), _ -> seen.incrementAndGet());
        assertEquals(Found.MOST, seen.get());
        InputStream more = new Zeros((Found.MOST + 1L) * Found.BYTES);
        IOException refused = assertThrows(IOException.class, () -> Found.read(more, _ -> {}));
        assertEquals("more than 4194304 objects", refused.getMessage());
    }

    @Test
    void correctionsSayWhichVeWhichResourceAndByHowMuch() {
        assertEquals(
                "VE 101: numfile held was 3 too high",
                new Correction(101, Beancounter.NUMFILE, -3).text());
        assertEquals(
                "VE 7: numtcpsock held was 1 too low",
                new Correction(7, Beancounter.NUMTCPSOCK, 1).text());
    }

    private static List<Found> read(byte[] bytes) throws IOException {
        List<Found> all = new ArrayList<>();
        Found.read(new ByteArrayInputStream(bytes), all::add);
        return all;
    }

    /// As many as it is told, without the memory.
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int given = (int) Math.min(left, length);
            left -= given;
            return given;
        }
    }
}
