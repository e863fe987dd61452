package org.vzgit.reconciler.ubc;

import java.util.Map;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// What changed between two looks, one line a row: `web1's privvmpages 41877 (+120)`.
public final class UbcDifference {
    private UbcDifference() {}

    /// Only rows that changed; empty when none did.
    public static String text(UbcTable before, UbcTable now) {
        UbcTable changed = now.changedSince(before);
        if (changed.isEmpty()) {
            return "";
        }
        Table table = new Table("VEID", "RESOURCE", "HELD", "MAXHELD", "FAILCNT");
        changed.ves()
                .forEach((veid, rows) ->
                        rows.entrySet().forEach(row -> line(table, before, veid, row)));
        return table.text();
    }

    private static void line(
            Table table, UbcTable before, VeId veid, Map.Entry<Beancounter, UbcRow> entry) {
        UbcRow was = before.row(veid, entry.getKey()).orElse(UbcRow.EMPTY);
        UbcRow row = entry.getValue();
        table.row(
                veid.toString(),
                entry.getKey().key(),
                moved(was.held(), row.held()),
                moved(was.maxheld(), row.maxheld()),
                moved(was.failcnt(), row.failcnt()));
    }

    private static String moved(long from, long to) {
        // Not by a format, whose digits are the locale's.
        return from == to
                ? Long.toString(to)
                : to + " (" + (to > from ? "+" : "") + (to - from) + ")";
    }
}
