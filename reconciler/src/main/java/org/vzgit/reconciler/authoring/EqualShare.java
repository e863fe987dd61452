package org.vzgit.reconciler.authoring;

import java.util.Optional;

/// What each of N equal VEs of a node may have, by vzsplit's formulas (vzctl 4.11 `src/vzsplit.c`),
/// in bytes, pages and counts.
///
/// Two things differ. What is guaranteed is also held against the limits of kernel memory and
/// buffers, which vzsplit rounds up by a tenth, so that all VEs together never promise more memory
/// than there is. And no guarantee is above what the VE may allocate.
///
/// @param level how generous it could be
/// @param usual processes that a VE usually has
/// @param processes that it may have
/// @param kmem kernel memory, the barrier
/// @param tcp limit of each TCP buffer
/// @param guaranteed pages
/// @param allocated pages that it may allocate, the barrier
record EqualShare(
        SplitLevel level,
        long usual,
        long processes,
        long kmem,
        long tcp,
        long guaranteed,
        long allocated) {
    /// What the node keeps for itself (`vzsplit.c`).
    static final long RESERVE = 50L << 20;

    /// Below this no distribution starts (`vzsplit.c`).
    private static final long TOTAL_MIN = 5_542_912;

    private static final long LOW_MEMORY_MIN = 1_348_608;
    private static final long PROCESSES_MIN = 30;
    private static final long GUARANTEED_MIN = 1_024;

    /// "About 8,000 is a practical maximum" of a node (OpenVZ wiki, UBC primary parameters).
    private static final long NODE_PROCESSES = 8_000;

    /// The part of RAM that one VE may allocate where there are others, in tenths.
    private static final long RAM_TENTHS = 6;

    private static final long PAGE = 4096;

    /// The largest share that fits, or empty when the node is too small for so many VEs.
    static Optional<EqualShare> of(HostSize host, int ves) {
        for (SplitLevel level : SplitLevel.ALL) {
            Optional<EqualShare> share = of(host, ves, level, Long.MAX_VALUE);
            if (share.isPresent()) {
                return share;
            }
        }
        SplitLevel last = SplitLevel.ALL.getLast();
        // Vzsplit's "overall shortage": fewer processes until buffers and guarantees fit.
        for (long most = NODE_PROCESSES; most >= PROCESSES_MIN; most /= 2) {
            Optional<EqualShare> share = of(host, ves, last, most);
            if (share.isPresent()) {
                return share;
            }
        }
        return Optional.empty();
    }

    private static Optional<EqualShare> of(
            HostSize host, int ves, SplitLevel level, long mostProcesses) {
        long total = (host.memory() + host.swap() - RESERVE) / ves;
        long low = host.memory() / 10 * 4 / 10 * level.lowMemoryTenths() / ves;
        long kmem = low / 2;
        long usual =
                Math.min(
                        kmem / level.kmemPerProcess(),
                        NODE_PROCESSES * level.processTenths() / 10 / ves);
        long processes = Math.min(usual * level.processRatio(), mostProcesses);
        EqualShare share = new EqualShare(level, usual, processes, kmem, low / 6, 0, 0);
        long guaranteed = (total - Math.max(low, share.kernelAndNet())) / PAGE;
        boolean fits =
                total >= TOTAL_MIN
                        && low >= Math.max(LOW_MEMORY_MIN, level.lowMemoryMin())
                        && processes >= PROCESSES_MIN
                        && share.tcpBarrier() >= level.socketBase()
                        && guaranteed >= GUARANTEED_MIN;
        return fits ? Optional.of(share.with(guaranteed, host, ves)) : Optional.empty();
    }

    private EqualShare with(long guaranteedPages, HostSize host, int ves) {
        long wanted = guaranteedPages / 10 * level.privvmTenths();
        long ram = (host.memory() / 10 * RAM_TENTHS - kernelAndNet()) / PAGE / 11 * 10;
        long most = ves == 1 ? wanted : Math.min(wanted, ram);
        return new EqualShare(
                level, usual, processes, kmem, tcp, Math.min(guaranteedPages, most), most);
    }

    /// Room for each socket's last segment.
    long socketRoom() {
        return level.socketStep() * processes;
    }

    long tcpBarrier() {
        return tcp - socketRoom();
    }

    /// Barrier of the other buffers.
    long otherBarrier() {
        return tcpBarrier() / 2;
    }

    long kmemLimit() {
        return tenthMore(kmem);
    }

    long files() {
        return 32 * usual;
    }

    long dcacheLimit() {
        return level.dcacheTenths() * files() / 10;
    }

    /// Limits of kernel memory and all buffers together.
    private long kernelAndNet() {
        return kmemLimit() + 2 * tcp + otherBarrier() + otherBarrier() + socketRoom();
    }

    static long tenthMore(long value) {
        return value / 10 * 11;
    }
}
