package org.vzgit.schema;

/// CPU time in percent of one CPU: 100 is one whole CPU, 250 two and a half (vzctl(8),
/// `--cpulimit`).
public record CpuPercent(int value) implements Amount {
    public static final int MAX = 100 * 8192;

    public CpuPercent {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException(
                    "cpu limit " + value + "% is outside 1%.." + MAX + "%");
        }
    }

    /// Without a percent sign: with one, `cpu.limit` means a share of the whole node.
    @Override
    public String text() {
        return Integer.toString(value);
    }
}
