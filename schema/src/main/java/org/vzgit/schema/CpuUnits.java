package org.vzgit.schema;

/// A VE's share of CPU time against the other VEs that want it: 8 to 500000, 1000 by default
/// (vzctl(8), `--cpuunits`).
public record CpuUnits(int value) implements Amount {
    public static final int MIN = 8;
    public static final int MAX = 500_000;

    public CpuUnits {
        if (value < MIN || value > MAX) {
            throw new IllegalArgumentException(
                    "cpuunits " + value + " is outside " + MIN + ".." + MAX);
        }
    }

    @Override
    public String text() {
        return Integer.toString(value);
    }
}
