package org.vzgit.kernel.cgroup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vzgit.kernel.cgroup.BpfInstruction.Label;
import org.vzgit.kernel.cgroup.BpfInstruction.Register;

/// Turns instructions into the bytes that the kernel takes: `struct bpf_insn` each, in the byte
/// order of x86_64 and aarch64.
///
/// Refuses what the verifier would refuse as well, with words: jumps backwards, an end that is no
/// exit, too many instructions.
final class BpfAssembler {
    static final int INSTRUCTION_BYTES = 8;

    /// `BPF_MAXINSNS` of `linux/bpf_common.h`: what every kernel takes.
    static final int INSTRUCTIONS_MAX = 4096;

    // Opcodes: class | source or size | operation (RFC 9669, section 3).
    private static final int LDX_MEM_W = 0x61;
    private static final int ALU64_AND_K = 0x57;
    private static final int ALU64_MOV_K = 0xb7;
    private static final int JMP_JNE_K = 0x55;
    private static final int JMP_EXIT = 0x95;

    private static final int SOURCE_SHIFT = 4;

    private final Map<Label, Integer> positions = new HashMap<>();
    private final ByteBuffer code;

    private BpfAssembler(int instructions) {
        code = ByteBuffer.allocate(instructions * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws IllegalArgumentException when the program is none that the verifier could take
    static byte[] assemble(List<BpfInstruction> program) {
        int instructions = (int) program.stream().filter(one -> !(one instanceof Label)).count();
        if (instructions > INSTRUCTIONS_MAX) {
            throw new IllegalArgumentException(
                    instructions + " instructions, more than " + INSTRUCTIONS_MAX);
        }
        if (program.isEmpty() || !(program.getLast() instanceof BpfInstruction.Exit)) {
            throw new IllegalArgumentException("the program runs past its end");
        }
        BpfAssembler assembler = new BpfAssembler(instructions);
        assembler.place(program);
        program.forEach(assembler::write);
        return assembler.code.array();
    }

    private void place(List<BpfInstruction> program) {
        int position = 0;
        for (BpfInstruction instruction : program) {
            if (instruction instanceof Label label) {
                if (positions.putIfAbsent(label, position) != null) {
                    throw new IllegalArgumentException("two labels " + label.name());
                }
            } else {
                position++;
            }
        }
    }

    private void write(BpfInstruction instruction) {
        switch (instruction) {
            case BpfInstruction.LoadWord(Register to, Register from, int offset) ->
                    word(LDX_MEM_W, to.number() | from.number() << SOURCE_SHIFT, offset, 0);
            case BpfInstruction.And(Register register, int mask) ->
                    word(ALU64_AND_K, register.number(), 0, mask);
            case BpfInstruction.Move(Register register, int number) ->
                    word(ALU64_MOV_K, register.number(), 0, number);
            case BpfInstruction.JumpUnless(Register register, int number, Label target) ->
                    word(JMP_JNE_K, register.number(), distance(target), number);
            case BpfInstruction.Exit() -> word(JMP_EXIT, 0, 0, 0);
            case Label _ -> {}
        }
    }

    private void word(int opcode, int registers, int offset, int number) {
        code.put((byte) opcode).put((byte) registers).putShort((short) offset).putInt(number);
    }

    /// How many instructions behind the next one the label is.
    private int distance(Label target) {
        Integer position = positions.get(target);
        int next = code.position() / INSTRUCTION_BYTES + 1;
        if (position == null) {
            throw new IllegalArgumentException("no label " + target.name());
        }
        if (position < next) {
            throw new IllegalArgumentException("a jump backwards to " + target.name());
        }
        return position - next;
    }
}
