package org.vzgit.kernel.cgroup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Fd;

/// The commands of bpf(2) about device programs of a cgroup; offsets are those of `union bpf_attr`
/// and `struct bpf_prog_info` in `linux/bpf.h`.
final class BpfRequests {
    /// The kernel attaches no more to one cgroup (`BPF_CGROUP_MAX_PROGS`).
    static final int ATTACHED_MAX = 64;

    // enum bpf_cmd
    private static final int PROG_LOAD = 5;
    private static final int PROG_ATTACH = 8;
    private static final int PROG_GET_FD_BY_ID = 13;
    private static final int OBJ_GET_INFO_BY_FD = 15;
    private static final int PROG_QUERY = 16;

    private static final int PROG_TYPE_CGROUP_DEVICE = 15;
    private static final int ATTACH_TYPE_DEVICE = 6;

    /// Several programs side by side, each of which must allow: what somebody else attaches here or
    /// below, such as systemd for a unit, can only take more away. Without the flag the kernel
    /// refuses (EPERM) ours where another is, and every other where ours is.
    private static final int F_ALLOW_MULTI = 1 << 1;

    private static final int F_REPLACE = 1 << 2;

    private static final int QUERY_IDS = 16;
    private static final int QUERY_COUNT = 24;

    private static final int INFO_BYTES = 80;
    private static final int INFO_NAME = 64;
    private static final int NAME_BYTES = 16;

    private BpfRequests() {}

    /// The license is the one that the helpers of the kernel are picky about; the program calls
    /// none.
    static BpfRequest load(DeviceProgram program) {
        byte[] code = program.code();
        return new BpfRequest(PROG_LOAD, "BPF_PROG_LOAD " + program.name())
                .number(0, PROG_TYPE_CGROUP_DEVICE)
                .number(4, code.length / BpfAssembler.INSTRUCTION_BYTES)
                .memory(8, code)
                .memory(16, ascii("GPL\0"))
                .bytes(48, ascii(program.name()))
                .number(68, ATTACH_TYPE_DEVICE);
    }

    static BpfRequest attach(Fd cgroup, Fd program) {
        return attach(cgroup, program, F_ALLOW_MULTI);
    }

    /// In one step, so that there is no moment without a program.
    static BpfRequest replace(Fd cgroup, Fd attached, Fd program) {
        return attach(cgroup, program, F_ALLOW_MULTI | F_REPLACE).number(16, attached.number());
    }

    private static BpfRequest attach(Fd cgroup, Fd program, int flags) {
        return new BpfRequest(PROG_ATTACH, "BPF_PROG_ATTACH")
                .number(0, cgroup.number())
                .number(4, program.number())
                .number(8, ATTACH_TYPE_DEVICE)
                .number(12, flags);
    }

    /// Asks for the ids of the programs that are attached to the cgroup itself.
    static BpfRequest query(Fd cgroup) {
        return new BpfRequest(PROG_QUERY, "BPF_PROG_QUERY")
                .number(0, cgroup.number())
                .number(4, ATTACH_TYPE_DEVICE)
                .memory(QUERY_IDS, new byte[ATTACHED_MAX * Integer.BYTES])
                .number(QUERY_COUNT, ATTACHED_MAX);
    }

    static int[] ids(BpfRequest answered) {
        int[] ids = new int[Math.min(answered.number(QUERY_COUNT), ATTACHED_MAX)];
        ByteBuffer.wrap(answered.memoryAt(QUERY_IDS))
                .order(ByteOrder.nativeOrder())
                .asIntBuffer()
                .get(ids);
        return ids;
    }

    static BpfRequest open(int id) {
        return new BpfRequest(PROG_GET_FD_BY_ID, "BPF_PROG_GET_FD_BY_ID " + id).number(0, id);
    }

    static BpfRequest describe(Fd program) {
        return new BpfRequest(OBJ_GET_INFO_BY_FD, "BPF_OBJ_GET_INFO_BY_FD")
                .number(0, program.number())
                .number(4, INFO_BYTES)
                .memory(8, new byte[INFO_BYTES]);
    }

    /// The name in an answered [#describe]; empty for a program without one.
    static String name(BpfRequest answered) {
        String name =
                new String(answered.memoryAt(8), INFO_NAME, NAME_BYTES, StandardCharsets.US_ASCII);
        int end = name.indexOf('\0');
        return end < 0 ? name : name.substring(0, end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
