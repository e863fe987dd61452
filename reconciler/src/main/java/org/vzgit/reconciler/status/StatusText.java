package org.vzgit.reconciler.status;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.Revision;

/// The status for people: what needs attention stands first.
final class StatusText {
    private StatusText() {}

    public static String of(StatusSnapshot status) {
        Table table =
                new Table("VEID", "NAME", "STATUS", "SYNC", "NUMPROC", "PHYSPAGES", "DISK", "NOTE");
        for (VeStatus ve : attentionFirst(status.ves())) {
            table.row(
                    Integer.toString(ve.ve().veid()),
                    ve.ve().name(),
                    ve.status().word(),
                    sync(ve),
                    held(ve.resources(), "numproc"),
                    held(ve.resources(), "physpages"),
                    ve.disk().map(StatusText::disk).orElse("-"),
                    note(ve));
        }
        return head(status) + (status.ves().isEmpty() ? "" : table.text());
    }

    private static String head(StatusSnapshot status) {
        var wanted = new Revision(status.wanted().commit(), status.wanted().author());
        var counts = status.counts();
        String author = wanted.author().isEmpty() ? "" : " by " + wanted.author();
        return "node "
                + status.node()
                + ": "
                + status.health().name().toLowerCase(Locale.ROOT)
                + ", revision "
                + wanted.shortId()
                + author
                + ", seen "
                + status.time().truncatedTo(ChronoUnit.SECONDS)
                + "\n"
                + "%d VEs: %d running, %d in sync, %d pending, %d blocked%s\n"
                        .formatted(
                                counts.ves(),
                                counts.running(),
                                counts.inSync(),
                                counts.pending(),
                                counts.blocked(),
                                errors(status.wanted().errors()))
                + status.wanted().waits().map(why -> SafeText.of(why) + "\n").orElse("");
    }

    private static String errors(long errors) {
        return errors == 0 ? "" : "; " + errors + " errors in the desired state";
    }

    private static List<VeStatus> attentionFirst(List<VeStatus> ves) {
        return ves.stream()
                .sorted(
                        java.util.Comparator.<VeStatus>comparingInt(
                                        ve -> !ve.blocked().isEmpty() ? 0 : ve.inSync() ? 2 : 1)
                                .thenComparingInt(ve -> ve.ve().veid()))
                .toList();
    }

    private static String sync(VeStatus ve) {
        if (!ve.blocked().isEmpty()) {
            return "blocked";
        }
        if (ve.status() == RunStatus.UNMANAGED) {
            return "-";
        }
        return ve.inSync() ? "yes" : "no";
    }

    private static String held(Map<String, VeStatus.Held> resources, String key) {
        VeStatus.Held held = resources.get(key);
        return held == null ? "-" : held.held() + "/" + held.limit();
    }

    private static String disk(DiskStatus disk) {
        return disk.space().held() + "/" + disk.space().hard();
    }

    /// Only what was refused: a row near its bound is for `vzgit ubc -q`.
    private static String failures(VeStatus ve) {
        return ve.beancounters().entrySet().stream()
                .filter(row -> row.getValue().failcnt() > 0)
                .map(row -> row.getKey() + " failcnt " + row.getValue().failcnt())
                .collect(Collectors.joining(", "));
    }

    private static String note(VeStatus ve) {
        String differences =
                ve.differences().stream()
                        .map(d -> d.field() + " " + d.from() + " → " + d.to())
                        .collect(Collectors.joining(", "));
        String what = ve.blocked().isEmpty() ? differences : ve.blocked();
        return Stream.of(what, failures(ve))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
