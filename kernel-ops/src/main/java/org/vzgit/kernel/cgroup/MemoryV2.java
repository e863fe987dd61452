package org.vzgit.kernel.cgroup;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// `physpages` and `swappages` through the v2 memory controller (cgroup-v2.rst, "Memory Interface
/// Files").
///
/// Unit: bytes; the kernel rounds down to pages; `max` is no bound. `memory.peak` is there since
/// Linux 5.19, `memory.swap.peak` since 6.5.
///
/// @param swap whether the kernel accounts swap (`memory.swap.*`; not without `CONFIG_SWAP`)
record MemoryV2(boolean swap) implements Controller {
    private static final String LIMIT = "memory.max";
    private static final String THROTTLE = "memory.high";
    private static final String HELD = "memory.current";
    private static final String SWAP_LIMIT = "memory.swap.max";

    @Override
    public Control control() {
        return Control.CGROUP_V2;
    }

    @Override
    public Set<Resource> resources() {
        return swap
                ? EnumSet.of(Resource.PHYSPAGES, Resource.SWAPPAGES)
                : EnumSet.of(Resource.PHYSPAGES);
    }

    /// `memory.swap.max` below held is legal: swap is not taken back, only no more is given.
    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit)
            throws OperationFailure {
        String bytes = Values.text(limit, CgroupText.MAX);
        if (resource == Resource.SWAPPAGES) {
            cgroup.write(SWAP_LIMIT, bytes);
            return;
        }
        OptionalLong wanted = Values.number(limit);
        if (wanted.isPresent() && cgroup.require(HELD, CgroupText::number) > wanted.getAsLong()) {
            lower(cgroup, wanted.getAsLong());
        } else {
            cgroup.write(LIMIT, bytes);
        }
    }

    /// Writing `memory.max` below held makes the kernel invoke its OOM killer when reclaim does not
    /// suffice; going over `memory.high` never does (cgroup-v2.rst). So `memory.high` is lowered
    /// first, which reclaims before the write returns and slows further growth, and `memory.max`
    /// follows only when held has come down. What grows between the check and the write is
    /// throttled and meets the 16 rounds of reclaim that `memory.max` begins with.
    private static void lower(CgroupDirectory cgroup, long bytes) throws OperationFailure {
        cgroup.write(THROTTLE, Long.toString(bytes));
        try {
            long held = cgroup.require(HELD, CgroupText::number);
            if (held > bytes) {
                throw new OperationFailure(
                        FailureKind.BUSY,
                        "set "
                                + LIMIT
                                + " of "
                                + cgroup.subject()
                                + " to "
                                + bytes
                                + ": EBUSY: "
                                + held
                                + " bytes are held and cannot be reclaimed");
            }
            cgroup.write(LIMIT, Long.toString(bytes));
        } finally {
            cgroup.write(THROTTLE, CgroupText.MAX);
        }
    }

    /// Takes away the throttle that a crash in the middle of [#lower] left.
    @Override
    public void prepare(CgroupDirectory cgroup) throws OperationFailure {
        if (!prepared(cgroup)) {
            cgroup.write(THROTTLE, CgroupText.MAX);
        }
    }

    @Override
    public boolean prepared(CgroupDirectory cgroup) {
        return switch (cgroup.read(THROTTLE, String::strip)) {
            case Reading.Present<String>(String throttle) -> throttle.equals(CgroupText.MAX);
            case Reading.Absent<String> _, Reading.Unreadable<String> _ -> true;
        };
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        return resource == Resource.PHYSPAGES
                ? usage(cgroup, "memory")
                : usage(cgroup, "memory.swap");
    }

    /// `max` of the events file counts how often the bound was met, as v1 `failcnt` does.
    private static Usage usage(CgroupDirectory cgroup, String prefix) {
        return new Usage(
                cgroup.read(
                        prefix + ".max",
                        text -> Values.limit(CgroupText.numberOrMax(text), Values::pages)),
                pages(cgroup, prefix + ".current"),
                pages(cgroup, prefix + ".peak"),
                Values.present(
                        cgroup.read(prefix + ".events", text -> CgroupText.keyed(text, "max"))));
    }

    private static Reading<Amount> pages(CgroupDirectory cgroup, String file) {
        return cgroup.read(file, text -> Values.pages(CgroupText.number(text)));
    }
}
