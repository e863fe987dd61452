package org.vzgit.schema;

/// Disk operations each second, at least 1.
public record OpsPerSecond(long value) implements Amount {
    public OpsPerSecond {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "iopslimit " + value + " is below 1 operation per second");
        }
    }

    @Override
    public String text() {
        return Long.toString(value);
    }
}
