package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpfRequestBytesTest {
    private static final long SEED = 20_260_901;

    private final BpfRequest request = new BpfRequest(5, "BPF_PROG_LOAD devices");

    private static ByteBuffer read(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    @Test
    void commandAndWordsAreThoseGiven() {
        assertEquals(5, request.command());
        assertEquals("bpf BPF_PROG_LOAD devices", request.toString());
        assertArrayEquals(new byte[BpfRequest.ATTR_BYTES], request.attr());
        assertEquals(0, request.memory().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0102030405060708L})
    void wideNumbersAreInTheMachinesOrder(long value) {
        assertEquals(Long.BYTES, BpfRequest.wide(value).length);
        assertEquals(value, read(BpfRequest.wide(value)).getLong());
    }

    @Test
    void numbersLieOneAfterTheOther() {
        ByteBuffer bytes = read(BpfRequest.numbers(1, -1, Integer.MIN_VALUE));
        assertEquals(
                List.of(1, -1, Integer.MIN_VALUE),
                List.of(bytes.getInt(), bytes.getInt(), bytes.getInt()));
        assertEquals(0, bytes.remaining());
        assertEquals(0, BpfRequest.numbers().length);
    }

    @Test
    void randomNumbersComeBackFromEveryOffset() {
        Random random = new Random(SEED);
        int[] values = random.ints(BpfRequest.ATTR_BYTES / Integer.BYTES).toArray();
        for (int i = 0; i < values.length; i++) {
            request.number(i * Integer.BYTES, values[i]);
        }
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], request.number(i * Integer.BYTES));
        }
        assertArrayEquals(BpfRequest.numbers(values), request.attr());
    }

    @Test
    void namesFitUpToTheEndOfTheUnion() {
        byte[] name = {'v', 'z', 'g', 'i', 't'};
        request.bytes(BpfRequest.ATTR_BYTES - name.length, name);
        assertEquals('t', request.attr()[BpfRequest.ATTR_BYTES - 1]);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> request.bytes(BpfRequest.ATTR_BYTES - name.length + 1, name));
        assertThrows(IndexOutOfBoundsException.class, () -> request.number(-1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> request.number(-1));
    }

    @Test
    void theUnionIsACopyAndMemoryIsShared() {
        request.attr()[0] = 9;
        assertEquals(0, request.attr()[0]);
        byte[] pointed = {1};
        request.memory(8, pointed);
        pointed[0] = 2;
        assertSame(pointed, request.memoryAt(8));
        assertEquals(2, request.memoryAt(8)[0]);
        assertThrows(UnsupportedOperationException.class, () -> request.memory().put(16, pointed));
    }

    @Test
    void pointersAreInTheOrderOfTheirOffsetsAndTheLastOneCounts() {
        byte[] last = {3};
        request.memory(120, new byte[1]).memory(8, new byte[2]).memory(8, last).memory(24, last);
        assertEquals(List.of(8, 24, 120), List.copyOf(request.memory().keySet()));
        assertSame(last, request.memoryAt(8));
        var mistake = assertThrows(IllegalArgumentException.class, () -> request.memoryAt(9));
        assertEquals("bpf BPF_PROG_LOAD devices has no pointer at 9", mistake.getMessage());
    }

    @Test
    void anAnswerThatIsLargerThanTheUnionIsRefusedAndOneAsLargeIsTaken() {
        byte[] full = new byte[BpfRequest.ATTR_BYTES];
        full[BpfRequest.ATTR_BYTES - 1] = 7;
        request.answer(full);
        assertArrayEquals(full, request.attr());
        byte[] more = new byte[BpfRequest.ATTR_BYTES + 1];
        assertThrows(IndexOutOfBoundsException.class, () -> request.answer(more));
        assertArrayEquals(full, request.attr());
    }
}
