package org.vzgit.kernel.cgroup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Runs the bytes of a device program as RFC 9669 says, and refuses what the kernel's verifier
/// refuses: reading a register that was never set, reading outside the context, jumping backwards
/// or out of the program.
final class DeviceMachine {
    private static final int REGISTERS = 11;
    private static final int CONTEXT_BYTES = 12;

    private final byte[] code;

    DeviceMachine(byte[] code) {
        this.code = code;
    }

    boolean allows(int accessAndType, int major, int minor) {
        return new Run(accessAndType, major, minor).result() == 1;
    }

    private final class Run {
        private final ByteBuffer program = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        private final ByteBuffer context =
                ByteBuffer.allocate(CONTEXT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        private final long[] values = new long[REGISTERS];
        private final boolean[] set = new boolean[REGISTERS];

        Run(int accessAndType, int major, int minor) {
            context.putInt(accessAndType).putInt(major).putInt(minor);
            set[1] = true;
        }

        long result() {
            while (program.hasRemaining()) {
                int opcode = Byte.toUnsignedInt(program.get());
                int registers = program.get();
                int to = registers & 0xf;
                int from = registers >> 4;
                short offset = program.getShort();
                int number = program.getInt();
                switch (opcode) {
                    case 0x61 -> load(to, from, offset);
                    case 0x57 -> put(to, read(to) & number);
                    case 0xb7 -> put(to, number);
                    case 0x55 -> jump(read(to) != number, offset);
                    case 0x95 -> {
                        return read(0);
                    }
                    default -> throw new AssertionError("opcode " + opcode);
                }
            }
            throw new AssertionError("ran past the end");
        }

        private void load(int to, int from, int offset) {
            if (from != 1 || offset % Integer.BYTES != 0) {
                throw new AssertionError("load from r" + from + " + " + offset);
            }
            put(to, Integer.toUnsignedLong(context.getInt(offset)));
        }

        private void jump(boolean taken, int offset) {
            int target = program.position() + offset * BpfAssembler.INSTRUCTION_BYTES;
            if (offset < 0 || target >= code.length) {
                throw new AssertionError("jump by " + offset);
            }
            if (taken) {
                program.position(target);
            }
        }

        private void put(int register, long value) {
            if (register == 1) {
                throw new AssertionError("the context is overwritten");
            }
            values[register] = value;
            set[register] = true;
        }

        private long read(int register) {
            if (!set[register] || register == 1) {
                throw new AssertionError("r" + register + " is read as a number");
            }
            return values[register];
        }
    }
}
