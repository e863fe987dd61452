package org.vzgit.kernel.cgroup;

import java.util.OptionalLong;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.Pages;

/// The two v1 memory bounds, in bytes, of which the kernel demands that the first is never above
/// the second (EINVAL, also in between).
///
/// OpenVZ bounds swap alone, v1 the sum: setting one keeps the other by moving both. RAM without a
/// bound beside bounded swap is [#OPEN], so that the difference still says how much swap.
///
/// @param ram `memory.limit_in_bytes`
/// @param ramAndSwap `memory.memsw.limit_in_bytes`
record MemoryBounds(long ram, long ramAndSwap) {
    static final String RAM_FILE = "memory.limit_in_bytes";
    static final String RAM_AND_SWAP_FILE = "memory.memsw.limit_in_bytes";

    /// From here on RAM counts as unbounded: 4 EiB, more than any node has, and low enough to leave
    /// room for as much swap above it.
    static final long OPEN = Rounding.MEMORY_V1_UNLIMITED_PAGES * Pages.SIZE_BYTES;

    /// What the kernel reports for no bound: `PAGE_COUNTER_MAX` pages (linux/page_counter.h).
    static final long UNLIMITED = Pages.MAX * Pages.SIZE_BYTES;

    static MemoryBounds read(CgroupDirectory cgroup) throws OperationFailure {
        return new MemoryBounds(
                cgroup.require(RAM_FILE, CgroupText::number),
                cgroup.require(RAM_AND_SWAP_FILE, CgroupText::number));
    }

    /// The bound on RAM that a number in [#RAM_FILE] means; empty for none.
    static OptionalLong ram(long bytes) {
        return bytes >= OPEN ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /// The bound on swap; empty for none.
    OptionalLong swap() {
        return ramAndSwap >= UNLIMITED
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, ramAndSwap - ram));
    }

    MemoryBounds withRam(OptionalLong bytes) {
        return of(bytes, swap());
    }

    MemoryBounds withSwap(OptionalLong bytes) {
        return of(ram(ram), bytes);
    }

    private static MemoryBounds of(OptionalLong ram, OptionalLong swap) {
        if (swap.isEmpty()) {
            return new MemoryBounds(ram.orElse(UNLIMITED), UNLIMITED);
        }
        long part = ram.orElse(OPEN);
        return new MemoryBounds(part, part + swap.getAsLong());
    }

    /// Writes what differs, in the order that keeps the first below the second throughout. When the
    /// second write fails the first is taken back, so that a refused change changes nothing.
    void moveTo(MemoryBounds next, CgroupDirectory cgroup) throws OperationFailure {
        boolean sumFirst = next.ramAndSwap >= ram;
        MemoryBounds between =
                sumFirst
                        ? new MemoryBounds(ram, next.ramAndSwap)
                        : new MemoryBounds(next.ram, ramAndSwap);
        step(between, cgroup);
        try {
            between.step(next, cgroup);
        } catch (OperationFailure refused) {
            takeBack(between, cgroup, refused);
            throw refused;
        }
    }

    private void takeBack(MemoryBounds between, CgroupDirectory cgroup, OperationFailure refused) {
        try {
            between.step(this, cgroup);
        } catch (OperationFailure also) {
            refused.addSuppressed(also);
        }
    }

    /// At most one of the two differs.
    private void step(MemoryBounds next, CgroupDirectory cgroup) throws OperationFailure {
        if (next.ram != ram) {
            cgroup.write(RAM_FILE, Long.toString(next.ram));
        }
        if (next.ramAndSwap != ramAndSwap) {
            cgroup.write(RAM_AND_SWAP_FILE, Long.toString(next.ramAndSwap));
        }
    }
}
