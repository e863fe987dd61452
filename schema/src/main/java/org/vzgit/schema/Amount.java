package org.vzgit.schema;

/// A quantity with its unit. Two amounts are equal when the kernel would see the same thing: `512M`
/// and 131072 pages of 4096 bytes are both `Pages[131072]`.
///
/// [#text] is the one canonical written form, which the OpenVZ value syntax reads back.
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

    /// The canonical written form, for example `512M`, `240`, `25%` or `0-3,7`.
    String text();
}
