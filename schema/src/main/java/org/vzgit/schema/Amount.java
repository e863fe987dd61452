package org.vzgit.schema;

/// A quantity with its unit. Two amounts are equal when the kernel would see the same thing: `512M`
/// and 131072 pages of 4096 bytes are both `Pages[131072]`.
///
/// [#text] is the one canonical written form. Every field that holds such an amount reads it back
/// as the same amount; only disk space counts a number without a suffix in blocks.
public sealed interface Amount
        permits Bytes,
                Pages,
                Count,
                CpuUnits,
                CpuPercent,
                CpuSet,
                IoPriority,
                BytesPerSecond,
                OpsPerSecond {

    /// The canonical written form, for example `512M`, `240` or `0-3,7`.
    String text();
}
