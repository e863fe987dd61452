package org.vzgit.reconciler.authoring;

/// How large a machine is.
///
/// @param cpus at least 1
/// @param memory RAM in bytes
/// @param swap in bytes; 0 for none
/// @param disk of the file system with the private areas, in bytes; 0 when it is not known
public record HostSize(int cpus, long memory, long swap, long disk) {
    public HostSize {
        if (cpus < 1 || memory < 1 || swap < 0 || disk < 0) {
            throw new IllegalArgumentException(
                    "not the size of a machine: %d CPUs, %d RAM, %d swap, %d disk"
                            .formatted(cpus, memory, swap, disk));
        }
    }
}
