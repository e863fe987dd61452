package org.vzgit.schema;

/// A number of bytes, 0 or more.
public record Bytes(long value) implements Amount {
    public Bytes {
        if (value < 0) {
            throw new IllegalArgumentException("negative number of bytes: " + value);
        }
    }

    @Override
    public String text() {
        return BinaryUnits.format(value, BinaryUnits.OF_SIZES);
    }
}
