package org.vzgit.schema;

/// A whole number of seconds, 0 to one day: the longest wait that anything here may be asked for.
public record Seconds(int value) {
    public static final int MAX = 86_400;

    public Seconds {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(value + " seconds is outside 0.." + MAX);
        }
    }

    @Override
    public String toString() {
        return value + "s";
    }
}
