package org.vzgit.reconciler.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of text in columns that line up. Colour is put on after the widths are known, because
/// escape sequences have no width.
public final class Columns {
    /// A single long cell (a template version, a host name of 64 characters) must not push every
    /// other row off the screen.
    private static final int WIDTH_MAX = 64;

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final Map<Integer, String> remarks = new HashMap<>();

    /// A cell may hold what the kernel, or root of a VE, wrote: it is shown through [SafeText].
    public Columns row(String... cells) {
        rows.add(Arrays.stream(cells).map(SafeText::of).toList());
        return this;
    }

    /// A row that ends with a remark of our own words, which may be coloured and is shown as it is.
    public Columns remarkedRow(String remark, String... cells) {
        row(cells);
        remarks.put(rows.size() - 1, remark);
        return this;
    }

    /// The rows in order, without blanks at the end of a line.
    public List<String> lines() {
        List<Integer> widths = widths();
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            String line = line(rows.get(row), widths) + remarks.getOrDefault(row, "");
            lines.add(line.stripTrailing());
        }
        return lines;
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int width = Math.min(row.get(column).length(), WIDTH_MAX);
                if (column == widths.size()) {
                    widths.add(width);
                } else if (width > widths.get(column)) {
                    widths.set(column, width);
                }
            }
        }
        return widths;
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(Math.max(0, widths.get(column) - cell.length())));
            line.append(GAP);
        }
        return line.toString();
    }
}
