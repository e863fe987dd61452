package org.vzgit.schema;

/// A number of memory pages of [#SIZE_BYTES] bytes, 0 or more. Written in bytes, because people
/// think in megabytes.
public record Pages(long value) implements Amount {
    /// The page size of x86-64. Other page sizes (arm64 with 16K or 64K) are not supported: a node
    /// checks it.
    public static final int SIZE_BYTES = 4096;

    /// Above this the number of bytes would not fit a signed 64-bit integer, which is what cgroup
    /// files hold.
    public static final long MAX = Long.MAX_VALUE / SIZE_BYTES;

    public Pages {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(
                    "number of pages " + value + " is outside 0.." + MAX);
        }
    }

    /// The pages that hold so many bytes; a partial page counts as one (vzctl rounds `--ram` up).
    public static Pages ofBytes(long bytes) {
        return new Pages(Math.ceilDiv(bytes, SIZE_BYTES));
    }

    public long toBytes() {
        return value * SIZE_BYTES;
    }

    @Override
    public String text() {
        return BinaryUnits.format(toBytes(), BinaryUnits.OF_SIZES);
    }
}
