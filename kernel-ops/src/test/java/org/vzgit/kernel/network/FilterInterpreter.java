package org.vzgit.kernel.network;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The instructions of Documentation/networking/filter.rst that our programs use.
final class FilterInterpreter {
    private FilterInterpreter() {}

    static int run(byte[] program, byte[] frame) {
        List<FilterInstruction> code = new ArrayList<>(FilterInstruction.read(program));
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int accumulator = 0;
        for (int at = 0; ; at++) {
            FilterInstruction one = code.get(at);
            switch (one.code()) {
                case 0x28 -> accumulator = Short.toUnsignedInt(bytes.getShort(one.value()));
                case 0x20 -> accumulator = bytes.getInt(one.value());
                case 0x54 -> accumulator &= one.value();
                case 0x05 -> at += one.value();
                case 0x15 -> at += accumulator == one.value() ? one.ifTrue() : one.ifFalse();
                case 0x06 -> {
                    return one.value();
                }
                default -> throw new AssertionError("instruction " + one);
            }
        }
    }
}
