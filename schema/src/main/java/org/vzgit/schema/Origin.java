package org.vzgit.schema;

/// Where a value was written. Lines and columns count from 1; the path is relative to the root of
/// the desired state and uses `/`.
public record Origin(String path, int line, int column) implements Comparable<Origin> {
    public Origin {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException(
                    "not a position: " + path + ":" + line + ":" + column);
        }
    }

    /// `path:line`, as plans and journals show it.
    public String pathAndLine() {
        return path + ":" + line;
    }

    @Override
    public int compareTo(Origin other) {
        int byPath = path.compareTo(other.path);
        int byLine = byPath != 0 ? byPath : Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return path + ":" + line + ":" + column;
    }
}
