package org.vzgit.schema.check;

import static org.vzgit.schema.Beancounter.DGRAMRCVBUF;
import static org.vzgit.schema.Beancounter.KMEMSIZE;
import static org.vzgit.schema.Beancounter.NUMPROC;
import static org.vzgit.schema.Beancounter.OOMGUARPAGES;
import static org.vzgit.schema.Beancounter.OTHERSOCKBUF;
import static org.vzgit.schema.Beancounter.PHYSPAGES;
import static org.vzgit.schema.Beancounter.PRIVVMPAGES;
import static org.vzgit.schema.Beancounter.SWAPPAGES;
import static org.vzgit.schema.Beancounter.TCPRCVBUF;
import static org.vzgit.schema.Beancounter.TCPSNDBUF;
import static org.vzgit.schema.Beancounter.VMGUARPAGES;

import java.util.List;
import java.util.OptionalLong;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeSupply;
import org.vzgit.schema.NodeSupply.Capacity.Kind;

/// What one VE adds to each figure, and what the node has of it (vzctl 4.11 `src/validate.c`,
/// `vzmemcheck.c`, `vzcalc.c`; vzoversell for VEs in vswap mode).
///
/// A VE in vswap mode has the bounds that vzctl fills in for it (`lib/ub.c`). Its kernel memory and
/// socket buffers are charged to its RAM, so those without a bound of their own add nothing.
final class Formulas {
    /// "Low memory" of a node that has no LowTotal line, as no 64-bit node has: 0.4 of RAM.
    private static final int LOW_MEMORY_PERCENT = 40;

    /// Vzctl gives a VE this weight when nothing is written.
    private static final long CPU_UNITS_DEFAULT = 1000;

    /// The kernel's own memory for a VE: unswappable objects and socket buffers.
    private static final List<Beancounter> KERNEL_AND_NET =
            List.of(KMEMSIZE, TCPRCVBUF, TCPSNDBUF, DGRAMRCVBUF, OTHERSOCKBUF);

    private Formulas() {}

    /// What a VE adds: bytes, processes, units or percent; empty when it has no bound, or no
    /// reading.
    static OptionalLong of(CapacityFigure figure, Demand ve) {
        return switch (figure) {
            case LOW_MEMORY_UTILISATION -> kernelAndNetHeld(ve);
            case LOW_MEMORY_COMMITMENT -> kernelAndNet(ve);
            case RAM_UTILISATION -> sum(ve.reading(PHYSPAGES), kernelAndNetHeld(ve));
            case RAM_COMMITMENT -> ram(ve);
            case SWAP_UTILISATION -> ve.reading(SWAPPAGES);
            case SWAP_COMMITMENT -> Sizes.of(ve.limit(SWAPPAGES));
            case MEMORY_SWAP_UTILISATION -> sum(ve.reading(OOMGUARPAGES), kernelAndNetHeld(ve));
            case MEMORY_SWAP_COMMITMENT -> sum(kept(ve), kernelAndNet(ve));
            case ALLOCATED_UTILISATION -> sum(ve.reading(PRIVVMPAGES), kernelAndNetHeld(ve));
            case ALLOCATED_COMMITMENT -> sum(guaranteed(ve), kernelAndNet(ve));
            case ALLOCATED_LIMIT, LARGEST_ALLOCATED_LIMIT ->
                    sum(Sizes.of(ve.limit(PRIVVMPAGES)), kernelAndNet(ve));
            case CPU_POWER -> or(Sizes.of(ve.share().cpuUnits()), CPU_UNITS_DEFAULT);
            case CPU_LIMIT -> Sizes.of(ve.share().cpuLimit());
            case PROCESS_UTILISATION -> ve.reading(NUMPROC);
            case PROCESS_COMMITMENT -> Sizes.of(ve.barrier(NUMPROC));
            case DISK_UTILISATION -> ve.share().diskUsed();
            case DISK_COMMITMENT -> Sizes.of(ve.share().diskSpace());
        };
    }

    /// What the node has; empty when its document does not say.
    static OptionalLong supply(CapacityFigure figure, NodeSupply.Capacity node) {
        return switch (figure) {
            case LOW_MEMORY_UTILISATION, LOW_MEMORY_COMMITMENT -> lowMemory(node);
            case RAM_UTILISATION, RAM_COMMITMENT, LARGEST_ALLOCATED_LIMIT -> node.of(Kind.MEMORY);
            case SWAP_UTILISATION, SWAP_COMMITMENT -> node.of(Kind.SWAP);
            case MEMORY_SWAP_UTILISATION,
                    MEMORY_SWAP_COMMITMENT,
                    ALLOCATED_UTILISATION,
                    ALLOCATED_COMMITMENT,
                    ALLOCATED_LIMIT ->
                    sum(node.of(Kind.MEMORY), OptionalLong.of(node.of(Kind.SWAP).orElse(0)));
            case CPU_POWER -> node.of(Kind.CPU_UNITS);
            case CPU_LIMIT ->
                    node.cpus().isPresent()
                            ? OptionalLong.of(100L * node.cpus().getAsInt())
                            : OptionalLong.empty();
            case PROCESS_UTILISATION, PROCESS_COMMITMENT -> node.of(Kind.PROCESSES);
            case DISK_UTILISATION, DISK_COMMITMENT -> node.of(Kind.DISK);
        };
    }

    private static OptionalLong lowMemory(NodeSupply.Capacity node) {
        OptionalLong memory = node.of(Kind.MEMORY);
        return memory.isPresent()
                ? OptionalLong.of(Saturating.times(memory.getAsLong(), LOW_MEMORY_PERCENT) / 100)
                : memory;
    }

    private static OptionalLong kernelAndNet(Demand ve) {
        OptionalLong sum = OptionalLong.of(0);
        for (Beancounter part : KERNEL_AND_NET) {
            OptionalLong size = Sizes.of(ve.limit(part));
            sum = sum(sum, ve.vswap() ? or(size, 0) : size);
        }
        return sum;
    }

    /// A part that was not read is no reason to tell nothing: where there is no program that counts
    /// it, the kernel charges it to `physpages`.
    private static OptionalLong kernelAndNetHeld(Demand ve) {
        if (ve.held().isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong sum = OptionalLong.of(0);
        for (Beancounter part : KERNEL_AND_NET) {
            sum = sum(sum, or(ve.reading(part), 0));
        }
        return sum;
    }

    private static OptionalLong ram(Demand ve) {
        return ve.vswap() ? Sizes.of(ve.limit(PHYSPAGES)) : OptionalLong.empty();
    }

    /// RAM and swap that a VE keeps when the node runs short.
    private static OptionalLong kept(Demand ve) {
        return promised(ve.barrier(OOMGUARPAGES), ve.vswap() ? ram(ve) : OptionalLong.of(0));
    }

    /// Memory that a VE can always allocate.
    private static OptionalLong guaranteed(Demand ve) {
        return promised(
                ve.barrier(VMGUARPAGES),
                ve.vswap() ? sum(ram(ve), Sizes.of(ve.limit(SWAPPAGES))) : OptionalLong.of(0));
    }

    private static OptionalLong promised(Limit written, OptionalLong otherwise) {
        return written instanceof Limit.NotManaged ? otherwise : Sizes.of(written);
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(Saturating.plus(one.getAsLong(), other.getAsLong()))
                : OptionalLong.empty();
    }

    private static OptionalLong or(OptionalLong value, long otherwise) {
        return value.isPresent() ? value : OptionalLong.of(otherwise);
    }
}
