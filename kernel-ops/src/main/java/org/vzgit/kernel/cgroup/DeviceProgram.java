package org.vzgit.kernel.cgroup;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.vzgit.kernel.cgroup.BpfInstruction.And;
import org.vzgit.kernel.cgroup.BpfInstruction.Exit;
import org.vzgit.kernel.cgroup.BpfInstruction.JumpUnless;
import org.vzgit.kernel.cgroup.BpfInstruction.Label;
import org.vzgit.kernel.cgroup.BpfInstruction.LoadWord;
import org.vzgit.kernel.cgroup.BpfInstruction.Move;
import org.vzgit.kernel.cgroup.BpfInstruction.Register;

/// The program of type `BPF_PROG_TYPE_CGROUP_DEVICE` that allows what rules allow: the kernel runs
/// it whenever a process of the cgroup opens or makes a device node, with `struct
/// bpf_cgroup_dev_ctx` (`linux/bpf.h`), and answers EPERM when it returns 0.
final class DeviceProgram {
    /// What the names of all our device programs begin with; with the eight digits behind it that
    /// is 14 characters, of 15 that the kernel takes (`BPF_OBJ_NAME_LEN`).
    static final String NAME_PREFIX = "vzgit_";

    // struct bpf_cgroup_dev_ctx: the access wanted in the upper half of the first word, the type of
    // the device in the lower.
    private static final int ACCESS_TYPE = 0;
    private static final int MAJOR = 4;
    private static final int MINOR = 8;
    private static final int TYPE_MASK = 0xffff;
    private static final int CHARACTER_DEVICE = 2;

    private static final Register RESULT = Register.R0;
    private static final Register CONTEXT = Register.R1;
    private static final Register TYPE = Register.R2;
    private static final Register MAJOR_NUMBER = Register.R3;
    private static final Register MINOR_NUMBER = Register.R4;

    private final byte[] code;
    private final String name;

    private DeviceProgram(byte[] code) {
        this.code = code;
        this.name = NAME_PREFIX + digest(code);
    }

    static DeviceProgram of(List<DeviceRule> rules) {
        Label refuse = new Label("refuse");
        List<BpfInstruction> program = new ArrayList<>();
        program.add(new LoadWord(TYPE, CONTEXT, ACCESS_TYPE));
        program.add(new And(TYPE, TYPE_MASK));
        program.add(new JumpUnless(TYPE, CHARACTER_DEVICE, refuse));
        program.add(new LoadWord(MAJOR_NUMBER, CONTEXT, MAJOR));
        program.add(new LoadWord(MINOR_NUMBER, CONTEXT, MINOR));
        for (int i = 0; i < rules.size(); i++) {
            allow(rules.get(i), new Label("after rule " + i), program);
        }
        program.add(refuse);
        program.add(new Move(RESULT, 0));
        program.add(new Exit());
        return new DeviceProgram(BpfAssembler.assemble(program));
    }

    private static void allow(DeviceRule rule, Label otherwise, List<BpfInstruction> program) {
        program.add(new JumpUnless(MAJOR_NUMBER, rule.major(), otherwise));
        rule.minor()
                .ifPresent(minor -> program.add(new JumpUnless(MINOR_NUMBER, minor, otherwise)));
        program.add(new Move(RESULT, 1));
        program.add(new Exit());
        program.add(otherwise);
    }

    byte[] code() {
        return code.clone();
    }

    /// A name that says what the program does: it is equal where the code is. The kernel's own tag
    /// of the code would do the same, but only loading tells it: it was SHA-1 of the code for long
    /// and is SHA-256 on 6.18.
    String name() {
        return name;
    }

    private static String digest(byte[] code) {
        CRC32C sum = new CRC32C();
        sum.update(code);
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
