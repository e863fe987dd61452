package org.vzgit.schema;

/// A VE's disk priority against the other VEs: 0 to 7, higher is served more, 4 by default
/// (vzctl(8), `--ioprio`).
public record IoPriority(int value) implements Amount {
    public static final int MAX = 7;

    public IoPriority {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("ioprio " + value + " is outside 0.." + MAX);
        }
    }

    @Override
    public String text() {
        return Integer.toString(value);
    }
}
