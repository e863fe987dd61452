package org.vzgit.schema;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// The figures that say how full a node is (OpenVZ's vzmemcheck, vzcalc, vzcpucheck and
/// vzoversell). A utilisation is what is used now, a commitment what has been promised.
public enum CapacityFigure {
    LOW_MEMORY_UTILISATION("lowMemoryUtilisation", true, 0),
    LOW_MEMORY_COMMITMENT("lowMemoryCommitment", false, 0),
    RAM_UTILISATION("ramUtilisation", true, 0),
    RAM_COMMITMENT("ramCommitment", false, 0),
    SWAP_UTILISATION("swapUtilisation", true, 0),
    SWAP_COMMITMENT("swapCommitment", false, 0),
    MEMORY_SWAP_UTILISATION("memorySwapUtilisation", true, 0),
    /// "Normally 0.8 to 1, above 1 strongly discouraged" (OpenVZ wiki, UBC systemwide
    /// configuration).
    MEMORY_SWAP_COMMITMENT("memorySwapCommitment", false, 100),
    ALLOCATED_UTILISATION("allocatedUtilisation", true, 0),
    ALLOCATED_COMMITMENT("allocatedCommitment", false, 100),
    ALLOCATED_LIMIT("allocatedLimit", false, 0),
    /// Of the one VE with the most: above 0.6 of RAM it can push the node into swapping by itself
    /// (the same page of the wiki; vzsplit keeps to it).
    LARGEST_ALLOCATED_LIMIT("largestAllocatedLimit", false, 60),
    CPU_POWER("cpuPower", false, 100),
    CPU_LIMIT("cpuLimit", false, 0),
    PROCESS_UTILISATION("processUtilisation", true, 0),
    PROCESS_COMMITMENT("processCommitment", false, 100),
    DISK_UTILISATION("diskUtilisation", true, 0),
    DISK_COMMITMENT("diskCommitment", false, 0);

    private final String key;
    private final boolean utilisation;
    private final int warnAt;

    CapacityFigure(String key, boolean utilisation, int warnAt) {
        this.key = key;
        this.utilisation = utilisation;
        this.warnAt = warnAt;
    }

    /// The name in YAML and in output, for example `memorySwapCommitment`.
    public String key() {
        return key;
    }

    /// Whether live readings make the figure, and not written bounds.
    public boolean isUtilisation() {
        return utilisation;
    }

    /// The percentage above which OpenVZ's own guidance warns; empty where it gives none.
    public OptionalInt guidance() {
        return warnAt == 0 ? OptionalInt.empty() : OptionalInt.of(warnAt);
    }

    public static Optional<CapacityFigure> of(String key) {
        return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
    }
}
