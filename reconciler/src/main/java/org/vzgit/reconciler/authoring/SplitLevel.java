package org.vzgit.reconciler.authoring;

import java.util.List;

/// How generous vzsplit is (vzctl 4.11 `src/vzsplit.c`).
///
/// @param lowMemoryTenths by how much low memory may be promised more than once
/// @param processTenths by how much the processes that a node bears may be promised more than once
/// @param processRatio how many times the usual number of processes a VE may have
/// @param kmemPerProcess kernel memory of one process, in bytes
/// @param socketBase the smallest barrier of a TCP buffer, in bytes
/// @param socketStep room between barrier and limit of a buffer for each socket, in bytes
/// @param dcacheTenths directory cache of one open file, in tenths of a byte
/// @param privvmTenths how much of what is guaranteed to it a VE may allocate
/// @param lockedPages locked pages of each process
/// @param lowMemoryMin low memory below which a VE of this level makes no sense, in bytes
record SplitLevel(
        int lowMemoryTenths,
        int processTenths,
        int processRatio,
        long kmemPerProcess,
        long socketBase,
        long socketStep,
        int numsiginfo,
        long dcacheTenths,
        int privvmTenths,
        int lockedPages,
        long lowMemoryMin) {
    private static final SplitLevel FREE =
            new SplitLevel(10, 10, 8, 81_920, 262_144, 4_096, 1024, 5_760, 60, 10, 10L << 20);

    private static final SplitLevel NORMAL =
            new SplitLevel(12, 15, 5, 65_536, 131_072, 3_036, 512, 4_608, 30, 3, 2L << 20);

    private static final SplitLevel PARTIAL_SHORTAGE =
            new SplitLevel(18, 20, 3, 53_248, 65_536, 2_560, 256, 3_840, 15, 1, 0);

    /// In the order in which they are tried.
    static final List<SplitLevel> ALL = List.of(FREE, NORMAL, PARTIAL_SHORTAGE);
}
