package org.vzgit.kernel.cgroup;

/// The part of eBPF that a device program needs: one record per instruction, and labels to jump to.
/// Names and encodings are those of RFC 9669.
sealed interface BpfInstruction {
    /// R0 is the result; R1 points to the context when a program starts. Those above are left out:
    /// no device program needs so many.
    enum Register {
        R0(0),
        R1(1),
        R2(2),
        R3(3),
        R4(4);

        private final int number;

        Register(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /// `to = *(u32 *)(from + offset)`
    record LoadWord(Register to, Register from, int offset) implements BpfInstruction {}

    /// `register &= mask`
    record And(Register register, int mask) implements BpfInstruction {}

    /// `register = number`
    record Move(Register register, int number) implements BpfInstruction {}

    /// `if (register != number) goto target`
    record JumpUnless(Register register, int number, Label target) implements BpfInstruction {}

    /// `return r0`
    record Exit() implements BpfInstruction {}

    /// Where the next instruction is. Takes no room in the program.
    record Label(String name) implements BpfInstruction {}
}
