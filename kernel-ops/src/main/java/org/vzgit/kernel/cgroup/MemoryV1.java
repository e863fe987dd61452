package org.vzgit.kernel.cgroup;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `physpages` and `swappages` through the v1 memory controller (cgroup-v1/memory.rst).
///
/// Unit: bytes; the kernel rounds down to pages; 9223372036854771712 (or -1) is no bound. Lowering
/// below held reclaims and, when that is not enough, fails with EBUSY: it kills nothing. 0 is legal
/// for a cgroup without processes.
///
/// @param swap whether the kernel accounts swap (`memory.memsw.*`; not with `swapaccount=0`)
record MemoryV1(boolean swap) implements Controller {

    @Override
    public Control control() {
        return Control.CGROUP_V1;
    }

    @Override
    public Set<Resource> resources() {
        return swap
                ? EnumSet.of(Resource.PHYSPAGES, Resource.SWAPPAGES)
                : EnumSet.of(Resource.PHYSPAGES);
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        OptionalLong bytes = Values.number(limit);
        if (!swap) {
            cgroup.write(
                    MemoryBounds.RAM_FILE, Long.toString(bytes.orElse(MemoryBounds.UNLIMITED)));
            return;
        }
        MemoryBounds now = MemoryBounds.read(cgroup);
        MemoryBounds next =
                resource == Resource.PHYSPAGES ? now.withRam(bytes) : now.withSwap(bytes);
        now.moveTo(next, cgroup);
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return resource == Resource.PHYSPAGES ? ram(cgroup) : swapUsage(cgroup);
    }

    private static Usage ram(CgroupDirectory cgroup) {
        return new Usage(
                cgroup.read(
                        MemoryBounds.RAM_FILE,
                        text ->
                                Values.limit(
                                        MemoryBounds.ram(CgroupText.number(text)), Values::pages)),
                pages(cgroup, "memory.usage_in_bytes"),
                pages(cgroup, "memory.max_usage_in_bytes"),
                cgroup.read("memory.failcnt", CgroupText::number));
    }

    /// The kernel counts RAM and swap together here; a highest use of swap alone cannot be told
    /// from that.
    private static Usage swapUsage(CgroupDirectory cgroup) {
        Reading<Long> ram = cgroup.read(MemoryBounds.RAM_FILE, CgroupText::number);
        Reading<Long> held = cgroup.read("memory.usage_in_bytes", CgroupText::number);
        return new Usage(
                beside(
                        ram,
                        cgroup,
                        MemoryBounds.RAM_AND_SWAP_FILE,
                        (sum, part) ->
                                Values.limit(new MemoryBounds(part, sum).swap(), Values::pages)),
                beside(
                        held,
                        cgroup,
                        "memory.memsw.usage_in_bytes",
                        (sum, part) -> Values.pages(Math.max(0, sum - part))),
                Reading.absent(),
                cgroup.read("memory.memsw.failcnt", CgroupText::number));
    }

    private interface Difference<T> {
        T of(long sum, long part);
    }

    private static <T> Reading<T> beside(
            Reading<Long> part, CgroupDirectory cgroup, String file, Difference<T> difference) {
        return switch (part) {
            case Reading.Present<Long>(Long value) ->
                    cgroup.read(file, text -> difference.of(CgroupText.number(text), value));
            case Reading.Absent<Long> _ -> Reading.absent();
            case Reading.Unreadable<Long>(String reason) -> Reading.unreadable(reason);
        };
    }

    private static Reading<Amount> pages(CgroupDirectory cgroup, String file) {
        return cgroup.read(file, text -> Values.pages(CgroupText.number(text)));
    }
}
