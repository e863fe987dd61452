package org.vzgit.schema;

/// Disk bandwidth: bytes each second, at least 1.
public record BytesPerSecond(long value) implements Amount {
    public BytesPerSecond {
        if (value < 1) {
            throw new IllegalArgumentException("iolimit " + value + " is below 1 byte per second");
        }
    }

    @Override
    public String text() {
        return BinaryUnits.format(value, BinaryUnits.OF_RATES);
    }
}
