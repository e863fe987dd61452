package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BpfRequestTest {
    private final BpfRequest request = new BpfRequest(16, "BPF_PROG_QUERY");

    @Test
    void pointersAreNotInTheUnionButBesideIt() {
        byte[] pointed = {1, 2, 3};
        request.number(0, 7).memory(8, pointed);
        byte[] union = new byte[BpfRequest.ATTR_BYTES];
        union[0] = 7;
        assertArrayEquals(union, request.attr());
        assertArrayEquals(pointed, request.memoryAt(8));
    }

    @Test
    void theAnswerIsTheUnionAsTheKernelLeftIt() {
        byte[] answered = request.number(24, 64).attr();
        answered[24] = 2;
        request.answer(answered);
        assertEquals(2, request.number(24));
    }

    @Test
    void memoryThatWasNeverGivenIsAMistake() {
        var mistake = assertThrows(IllegalArgumentException.class, () -> request.memoryAt(16));
        assertEquals("bpf BPF_PROG_QUERY has no pointer at 16", mistake.getMessage());
    }

    @Test
    void nothingIsWrittenBeyondTheUnion() {
        request.number(BpfRequest.ATTR_BYTES - Integer.BYTES, 1);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> request.number(BpfRequest.ATTR_BYTES - Integer.BYTES + 1, 1));
    }
}
