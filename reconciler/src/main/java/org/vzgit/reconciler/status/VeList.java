package org.vzgit.reconciler.status;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.vzgit.reconciler.text.SafeText;

/// The table of vzlist(8): chosen columns, in its widths, cut as it cuts.
public final class VeList {
    public static final String DEFAULT_COLUMNS = "ctid,numproc,status,ip,hostname";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private static final int NUMBERS = 1;

    private final List<ListField> columns;

    private VeList(List<ListField> columns) {
        this.columns = List.copyOf(columns);
    }

    /// @param names field names with commas between them
    /// @throws IllegalArgumentException naming the field that does not exist
    public static VeList of(String names) {
        List<ListField> columns = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            columns.add(column(name.strip()));
        }
        return new VeList(columns);
    }

    /// Whether any of these columns shows what only documents say.
    ///
    /// @throws IllegalArgumentException naming the field that does not exist
    public static boolean asksDocuments(String names) {
        return of(names).columns.stream().anyMatch(ListField::written);
    }

    /// Every field name, in vzlist's order.
    public static List<String> fieldNames() {
        return ListFields.all().stream().map(ListField::name).toList();
    }

    /// Sorted by a field: numbers as numbers, and what has no value first.
    ///
    /// @param field its name; `-` before it turns the order round
    public static List<VeView> sorted(Collection<VeView> ves, String field) {
        boolean reverse = field.startsWith("-");
        ListField by = column(reverse ? field.substring(1) : field);
        Comparator<VeView> order =
                Comparator.comparing((VeView ve) -> by.value().apply(ve), VeList::compare);
        return ves.stream().sorted(reverse ? order.reversed() : order).toList();
    }

    /// @param header whether the first line names the columns
    /// @param trim whether values are cut to their columns; the last one never is
    public String text(Collection<VeView> ves, boolean header, boolean trim) {
        StringBuilder text = new StringBuilder();
        if (header) {
            text.append(line(columns.stream().map(ListField::header).toList(), trim));
        }
        for (VeView ve : ves) {
            text.append(line(columns.stream().map(c -> c.value().apply(ve)).toList(), trim));
        }
        return text.toString();
    }

    /// Field name to value, for each VE, as text.
    public List<SequencedMap<String, String>> rows(Collection<VeView> ves) {
        List<SequencedMap<String, String>> rows = new ArrayList<>();
        for (VeView ve : ves) {
            SequencedMap<String, String> row = new LinkedHashMap<>();
            columns.forEach(column -> row.put(column.name(), column.value().apply(ve)));
            rows.add(row);
        }
        return rows;
    }

    private String line(List<String> cells, boolean trim) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            ListField column = columns.get(i);
            boolean last = i == cells.size() - 1;
            // Root of a VE chooses its host name.
            String safe = SafeText.of(cells.get(i));
            String cell = trim && !last ? cut(safe, column.columns()) : safe;
            String blanks = " ".repeat(Math.max(0, column.columns() - cell.length()));
            line.append(column.leftAligned() ? cell + blanks : blanks + cell);
            line.append(last ? "" : " ");
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static String cut(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width);
    }

    private static ListField column(String name) {
        return ListFields.named(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("no field " + name + "; see: vzgit list -L"));
    }

    /// No value, then numbers, then words. Were a number compared with a word letter by letter, 9
    /// before 10 before 1a before 9 would be a circle.
    private static int compare(String a, String b) {
        int byKind = Integer.compare(kind(a), kind(b));
        if (byKind != 0) {
            return byKind;
        }
        return kind(a) == NUMBERS
                ? Long.compare(Long.parseLong(a), Long.parseLong(b))
                : a.compareTo(b);
    }

    private static int kind(String value) {
        if (NUMBER.matcher(value).matches()) {
            return NUMBERS;
        }
        return value.equals("-") ? NUMBERS - 1 : NUMBERS + 1;
    }
}
