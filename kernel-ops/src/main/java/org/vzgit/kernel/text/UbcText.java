package org.vzgit.kernel.text;

import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;

/// Prints user beancounters byte for byte as OpenVZ's 64-bit kernel does (`kernel/bc/proc.c`,
/// 042stab), so that what reads `/proc/user_beancounters` reads this.
///
/// A resource that a node does not know prints as one of which nothing is held and nothing bounded.
public final class UbcText {
    /// What existing readers compare for equality.
    public static final String VERSION = "Version: 2.5\n";

    /// The length of every line but the first, without its newline.
    public static final int LINE_CHARS = 129;

    private static final String DUMMY = "dummy";

    private static final UbcRow DUMMY_ROW = new UbcRow(0, 0, UbcRow.UNLIMITED, UbcRow.UNLIMITED, 0);

    private static final String BLANK_ID = " ".repeat(10);

    private UbcText() {}

    /// `/proc/user_beancounters`: every beancounter given, in the order given, each with the rows
    /// of the 24 indices that the kernel prints there: four are placeholders, and `swappages` is
    /// not among them.
    public static String userBeancounters(SequencedMap<String, Map<Beancounter, UbcRow>> all) {
        StringBuilder text = new StringBuilder(VERSION).append(header());
        all.forEach((id, rows) -> block(text, id, rows));
        return text.toString();
    }

    /// `/proc/bc/resources`: no placeholders, and `swappages` as the last row.
    public static String bcResources(SequencedMap<String, Map<Beancounter, UbcRow>> all) {
        StringBuilder text = new StringBuilder(VERSION).append(header());
        all.forEach((id, rows) -> {
            String column = id(id);
            for (Beancounter resource : Beancounter.values()) {
                line(text, column, resource.key(), row(rows, resource));
                column = BLANK_ID;
            }
        });
        return text.toString();
    }

    /// Only the rows that are given, in their order, under the header and without a version: for
    /// people, who look for what is in trouble.
    public static String rows(SequencedMap<String, Map<Beancounter, UbcRow>> all) {
        StringBuilder text = new StringBuilder(header());
        all.forEach((id, rows) -> {
            String column = id(id);
            for (Beancounter resource : Beancounter.values()) {
                if (rows.containsKey(resource)) {
                    line(text, column, resource.key(), row(rows, resource));
                    column = BLANK_ID;
                }
            }
        });
        return text.toString();
    }

    /// `/proc/bc/ID/resources`: the rows alone.
    public static String bcResources(Map<Beancounter, UbcRow> rows) {
        StringBuilder text = new StringBuilder();
        for (Beancounter resource : Beancounter.values()) {
            line(text, BLANK_ID, resource.key(), row(rows, resource));
        }
        return text.toString();
    }

    private static void block(StringBuilder text, String id, Map<Beancounter, UbcRow> rows) {
        String column = id(id);
        for (Beancounter resource : Beancounter.values()) {
            if (resource != Beancounter.SWAPPAGES) {
                placeholders(text, resource);
                line(text, column, resource.key(), row(rows, resource));
                column = BLANK_ID;
            }
        }
    }

    /// Index 4 and indices 20 to 22 of the kernel's table are unused.
    private static void placeholders(StringBuilder text, Beancounter before) {
        int count = before == Beancounter.NUMPROC ? 1 : before == Beancounter.NUMIPTENT ? 3 : 0;
        for (int i = 0; i < count; i++) {
            line(text, BLANK_ID, DUMMY, DUMMY_ROW);
        }
    }

    private static UbcRow row(Map<Beancounter, UbcRow> rows, Beancounter resource) {
        return rows.getOrDefault(resource, UbcRow.EMPTY);
    }

    private static String id(String id) {
        return String.format(Locale.ROOT, "%9s:", id);
    }

    private static String header() {
        return String.format(
                Locale.ROOT,
                "%10s  %-12s %20s %20s %20s %20s %20s\n",
                "uid",
                "resource",
                "held",
                "maxheld",
                "barrier",
                "limit",
                "failcnt");
    }

    /// Not `String.format`: a node with 1,000 VEs has 24,000 rows.
    private static void line(StringBuilder text, String id, String name, UbcRow row) {
        text.append(id).append("  ").append(name);
        text.repeat(' ', 12 - name.length());
        number(text, row.held());
        number(text, row.maxheld());
        number(text, row.barrier());
        number(text, row.limit());
        number(text, row.failcnt());
        text.append('\n');
    }

    private static void number(StringBuilder text, long number) {
        String digits = Long.toString(number);
        text.repeat(' ', 21 - digits.length()).append(digits);
    }
}
