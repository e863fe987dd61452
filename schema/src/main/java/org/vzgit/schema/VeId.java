package org.vzgit.schema;

/// The number that identifies a VE on every node, across renames and file moves.
///
/// Range: 101 to 2147483644. OpenVZ reserves 1 to 100 and 0 is the node itself (vzctl(8), CTID).
public record VeId(int value) implements Comparable<VeId> {
    public static final int MIN = 101;
    public static final int MAX = 2_147_483_644;

    public VeId {
        if (value < MIN || value > MAX) {
            throw new IllegalArgumentException("veid " + value + " is outside " + MIN + ".." + MAX);
        }
    }

    @Override
    public int compareTo(VeId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
