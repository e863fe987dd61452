package org.vzgit.schema.check;

import java.util.OptionalLong;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;

/// Amounts as plain numbers that can be summed: memory in bytes, everything else as it counts.
final class Sizes {
    /// LONG_MAX of 32-bit nodes, in pages: vzctl takes it for unlimited, and old files have it.
    private static final Pages UNLIMITED_OF_32_BIT = new Pages(Integer.MAX_VALUE);

    private Sizes() {}

    /// Of a bound; empty when there is none.
    static OptionalLong of(Limit limit) {
        return limit instanceof Limit.Value(Amount amount)
                ? OptionalLong.of(of(amount))
                : OptionalLong.empty();
    }

    /// Whether a VE with this limit of `physpages` is in vswap mode (vzctl 4.11 `lib/ub.c`).
    static boolean vswap(Limit physpages) {
        return physpages instanceof Limit.Value(Amount amount)
                && !amount.equals(UNLIMITED_OF_32_BIT);
    }

    static long of(Amount amount) {
        return switch (amount) {
            case Bytes(long value) -> value;
            case Pages pages -> pages.toBytes();
            case Count(long value) -> value;
            case CpuUnits(int value) -> value;
            case CpuPercent(int value) -> value;
            case IoPriority(int value) -> value;
            case BytesPerSecond(long value) -> value;
            case OpsPerSecond(long value) -> value;
            case CpuSet set ->
                    throw new IllegalArgumentException("a set has no size: " + set.text());
        };
    }
}
