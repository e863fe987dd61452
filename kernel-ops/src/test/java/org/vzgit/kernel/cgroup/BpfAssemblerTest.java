package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.cgroup.BpfInstruction.And;
import org.vzgit.kernel.cgroup.BpfInstruction.Exit;
import org.vzgit.kernel.cgroup.BpfInstruction.JumpUnless;
import org.vzgit.kernel.cgroup.BpfInstruction.Label;
import org.vzgit.kernel.cgroup.BpfInstruction.LoadWord;
import org.vzgit.kernel.cgroup.BpfInstruction.Move;
import org.vzgit.kernel.cgroup.BpfInstruction.Register;

/// Bytes are those that `llvm-mc -triple=bpfel` (LLVM 14) makes of the text that each test names.
class BpfAssemblerTest {
    private static final Label END = new Label("end");

    /// `r4 = *(u32 *)(r1 + 8)`, `r2 &= 65535`, `r0 = 1`, `exit`
    @Test
    void eachInstructionIsEightBytes() {
        assertEquals(
                "6114080000000000" + "57020000ffff0000" + "b700000001000000" + "9500000000000000",
                hex(
                        new LoadWord(Register.R4, Register.R1, 8),
                        new And(Register.R2, 65_535),
                        new Move(Register.R0, 1),
                        new Exit()));
    }

    /// `if r3 != 136 goto end`, `r0 = 1`, `exit`, `end: r0 = 0`, `exit`
    @Test
    void aJumpCountsTheInstructionsThatItPasses() {
        assertEquals(
                "5503020088000000"
                        + "b700000001000000"
                        + "9500000000000000"
                        + "b700000000000000"
                        + "9500000000000000",
                hex(
                        new JumpUnless(Register.R3, 136, END),
                        new Move(Register.R0, 1),
                        new Exit(),
                        END,
                        new Move(Register.R0, 0),
                        new Exit()));
    }

    @Test
    void labelsTakeNoRoomAndTwoMayNameOnePlace() {
        Label same = new Label("same");
        assertEquals(
                "5500010000000000" + "5500000000000000" + "9500000000000000",
                hex(
                        new JumpUnless(Register.R0, 0, END),
                        new JumpUnless(Register.R0, 0, same),
                        END,
                        same,
                        new Exit()));
    }

    @Test
    void aJumpBackwardsIsRefused() {
        assertRefused(
                "a jump backwards to end", END, new JumpUnless(Register.R0, 0, END), new Exit());
    }

    @Test
    void aJumpToNowhereIsRefused() {
        assertRefused("no label end", new JumpUnless(Register.R0, 0, END), new Exit());
    }

    @Test
    void aLabelIsInOnePlace() {
        assertRefused("two labels end", END, END, new Exit());
    }

    @Test
    void aProgramEndsWithAnExit() {
        assertRefused("the program runs past its end");
        assertRefused("the program runs past its end", new Move(Register.R0, 0));
        assertRefused(
                "the program runs past its end",
                new JumpUnless(Register.R0, 0, END),
                new Exit(),
                END);
    }

    @Test
    void aProgramIsNoLongerThanEveryKernelTakes() {
        List<BpfInstruction> longest =
                new ArrayList<>(
                        Collections.nCopies(
                                BpfAssembler.INSTRUCTIONS_MAX - 1, new Move(Register.R0, 0)));
        longest.add(new Exit());
        assertEquals(
                BpfAssembler.INSTRUCTIONS_MAX * BpfAssembler.INSTRUCTION_BYTES,
                BpfAssembler.assemble(longest).length);
        longest.add(new Exit());
        assertRefused("4097 instructions, more than 4096", longest.toArray(BpfInstruction[]::new));
    }

    private static String hex(BpfInstruction... program) {
        return HexFormat.of().formatHex(BpfAssembler.assemble(List.of(program)));
    }

    private static void assertRefused(String reason, BpfInstruction... program) {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> BpfAssembler.assemble(List.of(program)));
        assertEquals(reason, refusal.getMessage());
    }
}
