package org.vzgit.kernel.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One instruction of classic BPF: `struct sock_filter` of `linux/filter.h`.
///
/// The kernel keeps such a program as it was given and shows it again, so that what a filter does
/// can be read back; of an eBPF program only a name is left. It needs no bpf(2) either.
///
/// @param ifTrue how many instructions to skip when the comparison holds
/// @param ifFalse how many to skip when it does not
record FilterInstruction(int code, int ifTrue, int ifFalse, int value) {
    static final int BYTES = 8;

    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_HALF = 0x28;
    private static final int AND = 0x54;
    private static final int JUMP = 0x05;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    /// Loads two bytes of the frame, in network order.
    static FilterInstruction loadHalf(int offset) {
        return new FilterInstruction(LOAD_HALF, 0, 0, offset);
    }

    /// Loads four bytes of the frame, in network order. A frame that ends before them ends the
    /// program with 0.
    static FilterInstruction loadWord(int offset) {
        return new FilterInstruction(LOAD_WORD, 0, 0, offset);
    }

    static FilterInstruction and(int mask) {
        return new FilterInstruction(AND, 0, 0, mask);
    }

    /// Skips when equal, else goes on.
    static FilterInstruction ifEqualSkip(int value, int skipped) {
        return new FilterInstruction(JUMP_IF_EQUAL, skipped, 0, value);
    }

    /// Goes on when equal, else skips.
    static FilterInstruction unlessEqualSkip(int value, int skipped) {
        return new FilterInstruction(JUMP_IF_EQUAL, 0, skipped, value);
    }

    static FilterInstruction skip(int skipped) {
        return new FilterInstruction(JUMP, 0, 0, skipped);
    }

    static FilterInstruction result(int value) {
        return new FilterInstruction(RETURN, 0, 0, value);
    }

    static byte[] write(List<FilterInstruction> program) {
        ByteBuffer bytes =
                ByteBuffer.allocate(program.size() * BYTES).order(ByteOrder.nativeOrder());
        for (FilterInstruction one : program) {
            bytes.putShort((short) one.code)
                    .put((byte) one.ifTrue)
                    .put((byte) one.ifFalse)
                    .putInt(one.value);
        }
        return bytes.array();
    }

    /// What [#write] wrote; bytes at the end that are no whole instruction are left out.
    static List<FilterInstruction> read(byte[] program) {
        ByteBuffer bytes = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        List<FilterInstruction> instructions = new ArrayList<>();
        while (bytes.remaining() >= BYTES) {
            instructions.add(
                    new FilterInstruction(
                            Short.toUnsignedInt(bytes.getShort()),
                            Byte.toUnsignedInt(bytes.get()),
                            Byte.toUnsignedInt(bytes.get()),
                            bytes.getInt()));
        }
        return instructions;
    }
}
