package org.vzgit.reconciler.ubc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.text.UbcText;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// The beancounters of several VEs at one moment.
///
/// @param ves by veid; of each the rows that are to be seen
public record UbcTable(SortedMap<VeId, SortedMap<Beancounter, UbcRow>> ves) {
    public static final UbcTable EMPTY = new UbcTable(new TreeMap<>());

    public UbcTable {
        ves = Collections.unmodifiableSortedMap(new TreeMap<>(ves));
    }

    /// Of every VE that has a beancounter and could be read.
    public static UbcTable of(ObservedNode node) {
        SortedMap<VeId, SortedMap<Beancounter, UbcRow>> ves = new TreeMap<>();
        node.ves()
                .forEach((veid, ve) ->
                        ve.beancounters().toOptional().ifPresent(rows -> ves.put(veid, rows)));
        return new UbcTable(ves);
    }

    public UbcTable only(VeId veid) {
        SortedMap<Beancounter, UbcRow> rows = ves.get(veid);
        return rows == null ? EMPTY : new UbcTable(new TreeMap<>(Map.of(veid, rows)));
    }

    Optional<UbcRow> row(VeId veid, Beancounter resource) {
        return Optional.ofNullable(ves.get(veid))
                .flatMap(rows -> Optional.ofNullable(rows.get(resource)));
    }

    /// Only the rows in trouble: a failcnt, or more in use, now or at the highest, than a share of
    /// the bound.
    public UbcTable inTrouble(Trouble trouble) {
        return where((veid, row) -> trouble.has(row.getKey(), row.getValue()));
    }

    /// With failcnts that count from an earlier look. One that was higher then is of an earlier
    /// life of the VE, and counts for nothing.
    public UbcTable since(UbcTable earlier) {
        SortedMap<VeId, SortedMap<Beancounter, UbcRow>> relative = new TreeMap<>();
        ves.forEach((veid, rows) -> {
            SortedMap<Beancounter, UbcRow> next = new TreeMap<>();
            rows.forEach((resource, row) -> {
                long before = earlier.row(veid, resource).map(UbcRow::failcnt).orElse(0L);
                next.put(
                        resource,
                        before > row.failcnt() ? row : withFailcnt(row, row.failcnt() - before));
            });
            relative.put(veid, next);
        });
        return new UbcTable(relative);
    }

    private static UbcRow withFailcnt(UbcRow row, long failcnt) {
        return new UbcRow(row.held(), row.maxheld(), row.barrier(), row.limit(), failcnt);
    }

    /// The rows that are not as they were at an earlier look.
    UbcTable changedSince(UbcTable earlier) {
        return where((veid, row) ->
                !earlier.row(veid, row.getKey()).equals(Optional.of(row.getValue())));
    }

    /// `/proc/user_beancounters`.
    public String text() {
        return UbcText.userBeancounters(byId());
    }

    /// The rows that are there, under the same header.
    public String rows() {
        return UbcText.rows(byId());
    }

    /// `/proc/bc/resources`, which [#parse] reads.
    String resources() {
        return UbcText.bcResources(byId());
    }

    /// `/proc/bc/ID/resources` of one VE.
    public String resourcesOf(VeId veid) {
        return UbcText.bcResources(ves.getOrDefault(veid, new TreeMap<>()));
    }

    boolean isEmpty() {
        return ves.values().stream().allMatch(Map::isEmpty);
    }

    private UbcTable where(BiPredicate<VeId, Map.Entry<Beancounter, UbcRow>> wanted) {
        SortedMap<VeId, SortedMap<Beancounter, UbcRow>> kept = new TreeMap<>();
        ves.forEach((veid, rows) -> {
            SortedMap<Beancounter, UbcRow> some = new TreeMap<>();
            rows.entrySet().stream()
                    .filter(row -> wanted.test(veid, row))
                    .forEach(row -> some.put(row.getKey(), row.getValue()));
            if (!some.isEmpty()) {
                kept.put(veid, some);
            }
        });
        return new UbcTable(kept);
    }

    private SequencedMap<String, Map<Beancounter, UbcRow>> byId() {
        SequencedMap<String, Map<Beancounter, UbcRow>> byId = new LinkedHashMap<>();
        ves.forEach((veid, rows) -> byId.put(veid.toString(), rows));
        return byId;
    }

    /// Reads what [#resources] wrote, as every reader of these files does: words between blanks, an
    /// id with a colon before the first row of a VE.
    ///
    /// @throws IllegalArgumentException when it is not of this form
    static UbcTable parse(String text) {
        SortedMap<VeId, SortedMap<Beancounter, UbcRow>> ves = new TreeMap<>();
        SortedMap<Beancounter, UbcRow> rows = new TreeMap<>();
        if (!text.startsWith(UbcText.VERSION)) {
            throw new IllegalArgumentException("not a table of beancounters: no version");
        }
        for (String line : text.lines().skip(2).toList()) {
            String[] words = line.strip().split("[\\s:]+");
            int first = words.length - 6;
            if (first < 0 || first > 1 || (first == 0 && ves.isEmpty())) {
                throw new IllegalArgumentException("not a row of beancounters: " + line);
            }
            if (first == 1) {
                rows = new TreeMap<>();
                ves.put(new VeId(Integer.parseInt(words[0])), rows);
            }
            rows.put(
                    Beancounter.valueOf(words[first].toUpperCase(java.util.Locale.ROOT)),
                    new UbcRow(
                            Long.parseLong(words[first + 1]),
                            Long.parseLong(words[first + 2]),
                            Long.parseLong(words[first + 3]),
                            Long.parseLong(words[first + 4]),
                            Long.parseLong(words[first + 5])));
        }
        return new UbcTable(ves);
    }
}
