package org.vzgit.schema;

/// A number of things (processes, sockets, files), 0 or more.
public record Count(long value) implements Amount {
    public Count {
        if (value < 0) {
            throw new IllegalArgumentException("negative count: " + value);
        }
    }

    @Override
    public String text() {
        return Long.toString(value);
    }
}
