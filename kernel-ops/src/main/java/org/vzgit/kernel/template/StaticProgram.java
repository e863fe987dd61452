package org.vzgit.kernel.template;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Whether a program needs no other file to run (elf(5)). Debian has busybox in two packages at one
/// path, and the one that needs the C library would not start in an empty root.
final class StaticProgram {
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_OFFSET = 4;
    private static final int CLASS_64 = 2;
    private static final int PROGRAM_HEADERS_OFFSET = 32;
    private static final int PROGRAM_HEADER_SIZE_OFFSET = 54;

    /// `PT_INTERP`: the segment that names the dynamic loader.
    private static final int INTERPRETER = 3;

    private StaticProgram() {}

    static boolean is(byte[] program) {
        ByteBuffer elf = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return elf.getInt(0) == MAGIC && elf.get(CLASS_OFFSET) == CLASS_64 && !interpreted(elf);
        } catch (IndexOutOfBoundsException | BufferUnderflowException _) {
            return false;
        }
    }

    private static boolean interpreted(ByteBuffer elf) {
        int first = Math.toIntExact(elf.getLong(PROGRAM_HEADERS_OFFSET));
        int size = Short.toUnsignedInt(elf.getShort(PROGRAM_HEADER_SIZE_OFFSET));
        int count = Short.toUnsignedInt(elf.getShort(PROGRAM_HEADER_SIZE_OFFSET + Short.BYTES));
        for (int i = 0; i < count; i++) {
            if (elf.getInt(first + i * size) == INTERPRETER) {
                return true;
            }
        }
        return false;
    }
}
