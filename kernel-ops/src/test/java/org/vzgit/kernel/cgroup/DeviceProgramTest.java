package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeviceProgramTest {
    private static final DeviceProgram ALLOWED = DeviceProgram.of(DeviceRule.ALLOWED);
    private static final int BLOCK = 1;
    private static final int CHARACTER = 2;
    private static final int[] ACCESSES = {1, 2, 4, 7};

    /// What `llvm-mc -triple=bpfel` (LLVM 14) makes of the same program as text.
    @Test
    void rulesAreComparedOneAfterTheOther() {
        DeviceProgram program =
                DeviceProgram.of(
                        List.of(DeviceRule.of(1, 3), new DeviceRule(136, OptionalInt.empty())));
        assertEquals(
                """
                6112000000000000
                57020000ffff0000
                5502090002000000
                6113040000000000
                6114080000000000
                5503030001000000
                5504020003000000
                b700000001000000
                9500000000000000
                5503020088000000
                b700000001000000
                9500000000000000
                b700000000000000
                9500000000000000
                """,
                HexFormat.of().formatHex(program.code()).replaceAll("(.{16})", "$1\n"));
    }

    @Test
    void exactlyTheCharacterDevicesOfTheRulesAreAllowed() {
        DeviceMachine machine = new DeviceMachine(ALLOWED.code());
        for (int major = 0; major < 300; major++) {
            for (int minor = 0; minor < 260; minor++) {
                for (int access : ACCESSES) {
                    assertEquals(
                            byRule(major, minor),
                            machine.allows(access << 16 | CHARACTER, major, minor),
                            major + ":" + minor);
                    assertEquals(
                            false, machine.allows(access << 16 | BLOCK, major, minor), "block");
                }
            }
        }
    }

    @Test
    void withoutRulesNothingIsAllowed() {
        DeviceMachine machine = new DeviceMachine(DeviceProgram.of(List.of()).code());
        assertEquals(false, machine.allows(2 << 16 | CHARACTER, 1, 3));
    }

    @Test
    void largestNumbersAreToldApart() {
        DeviceMachine machine =
                new DeviceMachine(DeviceProgram.of(List.of(DeviceRule.of(4095, 1_048_575))).code());
        assertEquals(true, machine.allows(2 << 16 | CHARACTER, 4095, 1_048_575));
        assertEquals(false, machine.allows(2 << 16 | CHARACTER, 4095, 1_048_574));
        assertEquals(false, machine.allows(2 << 16 | CHARACTER, 4094, 1_048_575));
    }

    @Test
    void theNameFollowsTheCode() {
        assertEquals(ALLOWED.name(), DeviceProgram.of(DeviceRule.ALLOWED).name());
        assertNotEquals(ALLOWED.name(), DeviceProgram.of(List.of()).name());
    }

    /// `bpf_obj_name_cpy` of kernel/bpf/syscall.c: up to 15 letters, digits, `_` and `.`.
    @Test
    void theNameIsOneThatTheKernelTakes() {
        assertTrue(ALLOWED.name().matches("vzgit_[0-9a-f]{8}"), ALLOWED.name());
    }

    private static boolean byRule(int major, int minor) {
        return switch (major) {
            case 1 -> minor == 3 || minor == 5 || (minor >= 7 && minor <= 9);
            case 5 -> minor == 0 || minor == 2;
            case 136 -> true;
            default -> false;
        };
    }
}
