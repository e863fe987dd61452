package org.vzgit.kernel.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One call of bpf(2): the command, `union bpf_attr`, and the memory that the union points to. A
/// value until it is made; the kernel's answers are then in the union and in the memory.
///
/// Numbers are in the machine's byte order.
public final class BpfRequest {
    /// The union's size. Larger than any kernel needs for the commands used: a kernel takes a
    /// larger union when what it does not know is zero (`bpf_check_uarg_tail_zero`), but writes
    /// answers where it expects room, whatever size it was given (seen on 6.18: `query.revision`,
    /// offset 56).
    static final int ATTR_BYTES = 128;

    private final int command;
    private final String what;
    private final ByteBuffer attr = ByteBuffer.allocate(ATTR_BYTES).order(ByteOrder.nativeOrder());
    private final SortedMap<Integer, byte[]> memory = new TreeMap<>();

    /// @param command `enum bpf_cmd` of `linux/bpf.h`
    /// @param what the command in words, for messages: `BPF_PROG_LOAD devices`
    public BpfRequest(int command, String what) {
        this.command = command;
        this.what = what;
    }

    /// `__u32`s as they are in memory.
    public static byte[] numbers(int... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.nativeOrder());
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    /// A `__u64` as it is in memory.
    public static byte[] wide(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array();
    }

    /// Sets a `__u32` of the union.
    public BpfRequest number(int offset, int value) {
        attr.putInt(offset, value);
        return this;
    }

    /// Sets bytes that are in the union itself, such as a name.
    public BpfRequest bytes(int offset, byte[] value) {
        attr.put(offset, value);
        return this;
    }

    /// Sets a pointer of the union to memory that the kernel reads, and may write back to.
    public BpfRequest memory(int offset, byte[] bytes) {
        memory.put(offset, bytes);
        return this;
    }

    /// A `__u32` of the union, the kernel's after the call.
    public int number(int offset) {
        return attr.getInt(offset);
    }

    /// What the pointer at an offset points to, the kernel's after the call.
    ///
    /// @throws IllegalArgumentException when there is no pointer
    public byte[] memoryAt(int offset) {
        byte[] bytes = memory.get(offset);
        if (bytes == null) {
            throw new IllegalArgumentException(this + " has no pointer at " + offset);
        }
        return bytes;
    }

    public int command() {
        return command;
    }

    /// The union with all pointers 0.
    public byte[] attr() {
        return attr.array().clone();
    }

    /// What the pointers point to, by their offset in the union.
    public SortedMap<Integer, byte[]> memory() {
        return Collections.unmodifiableSortedMap(memory);
    }

    /// Takes over the union as the kernel left it.
    void answer(byte[] answered) {
        attr.put(0, answered);
    }

    @Override
    public String toString() {
        return "bpf " + what;
    }
}
