package org.vzgit.schema;

import java.util.Optional;
import java.util.OptionalInt;

/// How much a node has to give, as people write it down. What is empty is unknown, not zero.
///
/// @param cpus CPUs, at least 1; a `cpu.limit` written as a share of the node needs it
public record Capacity(OptionalInt cpus, Optional<Bytes> memory, Optional<Bytes> disk) {
    public static final Capacity UNKNOWN =
            new Capacity(OptionalInt.empty(), Optional.empty(), Optional.empty());

    public Capacity {
        if (cpus.isPresent() && (cpus.getAsInt() < 1 || cpus.getAsInt() > CpuSet.CPUS_MAX)) {
            throw new IllegalArgumentException(
                    "number of CPUs " + cpus.getAsInt() + " is outside 1.." + CpuSet.CPUS_MAX);
        }
    }
}
