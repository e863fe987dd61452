package org.vzgit.reconciler.text;

/// A table with a heading, for people.
public final class Table {
    private final Columns columns = new Columns();

    public Table(String... headings) {
        columns.row(headings);
    }

    public void row(String... cells) {
        columns.row(cells);
    }

    /// Every row with a newline.
    public String text() {
        return String.join("\n", columns.lines()) + "\n";
    }
}
