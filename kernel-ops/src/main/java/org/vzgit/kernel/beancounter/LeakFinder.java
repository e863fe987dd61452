package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.Beancounter;

/// Compares what is held with what is there. A tracing program that interrupts itself is skipped,
/// and a change of generations can be between two programs of one event: then a charge or its end
/// is lost.
///
/// What is there can be more than can be seen (see [Sighting#seen]), never less. So held that is
/// too low is raised at once, and held that is too high is lowered only when no process is left to
/// hold anything.
final class LeakFinder {
    /// What has no entry in a map that could be swept.
    static final Set<Beancounter> AUDITED =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            Beancounter.NUMFILE,
                            Beancounter.NUMFLOCK,
                            Beancounter.NUMPTY,
                            Beancounter.NUMSIGINFO));

    /// Two looks that show the same are needed. A VE that opens and closes all the time never shows
    /// it, and its turn comes again with the next audit; a look takes some milliseconds.
    static final int LOOKS_MAX = 6;

    /// Audits in a row that must find an empty VE with something held: some is freed late.
    static final int AUDITS = 2;

    private final CounterMaps maps;
    private final Census census;
    private final Set<Beancounter> audited;

    /// How many audits in a row a slot was empty and held something.
    private final Map<Row, Integer> left = new HashMap<>();

    /// @param counted what programs count here; of others nothing is held, and held it would stay
    LeakFinder(CounterMaps maps, Census census, Set<Beancounter> counted) {
        this.maps = maps;
        this.census = census;
        audited = EnumSet.copyOf(AUDITED);
        audited.retainAll(counted);
    }

    private record Row(int slot, Beancounter resource) {}

    /// What a row held before and after a look, and what was seen.
    private record Look(long before, long after, Map<Long, Long> seen, boolean inhabited) {
        /// Nothing was taken or given back from the beginning of one to the end of the other.
        boolean quietSince(Look earlier) {
            return earlier.before == before
                    && earlier.after == before
                    && after == before
                    && earlier.seen.equals(seen)
                    && earlier.inhabited == inhabited;
        }

        /// What held lacks; negative when it is too high.
        long lacking() {
            return Sighting.total(seen) - after;
        }
    }

    /// One audit of all VEs.
    ///
    /// @return what was put right, with what the sweeps gave back summed by VE and resource
    List<Correction> audit() throws IOException, ErrnoException {
        SortedMap<Long, Integer> slots = maps.slots();
        List<Found> entered = new ArrayList<>();
        Map<Row, Look> decided = quiet(slots.values(), entered);
        List<Correction> corrections = new ArrayList<>();
        corrections.addAll(summed(slots, entered, 1));
        corrections.addAll(summed(slots, census.sweep(), -1));
        for (Map.Entry<Long, Integer> each : slots.entrySet()) {
            for (Row row : rows(List.of(each.getValue()))) {
                Look look = decided.get(row);
                long amount = look == null ? 0 : amount(row, look);
                if (amount != 0) {
                    census.correct(row.slot(), row.resource(), amount);
                    corrections.add(new Correction(each.getKey(), row.resource(), amount));
                }
            }
        }
        left.keySet().removeIf(row -> !slots.containsValue(row.slot()));
        return List.copyOf(corrections);
    }

    private Set<Row> rows(Collection<Integer> slots) {
        Set<Row> rows = new LinkedHashSet<>();
        slots.forEach(slot -> audited.forEach(resource -> rows.add(new Row(slot, resource))));
        return rows;
    }

    private long amount(Row row, Look look) {
        long amount = look.lacking();
        if (amount >= 0 || look.inhabited()) {
            left.remove(row);
            return Math.max(0, amount);
        }
        return left.merge(row, 1, Integer::sum) < AUDITS ? 0 : amount;
    }

    /// @param entered gets what the looks themselves have charged
    private Map<Row, Look> quiet(Collection<Integer> slots, List<Found> entered)
            throws IOException, ErrnoException {
        Map<Row, Look> decided = new HashMap<>();
        Set<Row> open = rows(slots);
        Map<Row, Look> earlier = Map.of();
        for (int i = 0; i < LOOKS_MAX && !open.isEmpty(); i++) {
            Map<Row, Look> looks = look(open, entered);
            for (Row row : Set.copyOf(open)) {
                Look now = looks.get(row);
                Look then = earlier.get(row);
                if (now != null && then != null && now.quietSince(then)) {
                    decided.put(row, now);
                    open.remove(row);
                }
            }
            earlier = looks;
        }
        return decided;
    }

    private Map<Row, Look> look(Set<Row> rows, List<Found> entered)
            throws IOException, ErrnoException {
        Map<Integer, Set<Integer>> owners = maps.namespaces();
        Map<Row, Long> before = held(rows);
        Sighting sighting = census.look();
        Map<Row, Long> after = held(rows);
        entered.addAll(sighting.entered());
        Map<Row, Look> looks = new HashMap<>();
        for (Row row : rows) {
            Set<Integer> own = owners.getOrDefault(row.slot(), Set.of());
            looks.put(
                    row,
                    new Look(
                            before.getOrDefault(row, 0L),
                            after.getOrDefault(row, 0L),
                            sighting.seen(row.resource(), own),
                            sighting.anybodyIn(own)));
        }
        return looks;
    }

    private Map<Row, Long> held(Set<Row> rows) throws ErrnoException {
        Map<Row, Long> held = new HashMap<>();
        for (Row row : rows) {
            held.put(row, maps.row(row.slot(), row.resource()).held());
        }
        return held;
    }

    private static List<Correction> summed(
            SortedMap<Long, Integer> slots, List<Found> all, int sign) {
        Map<Integer, Long> numbers = new HashMap<>();
        slots.forEach((number, slot) -> numbers.put(slot, number));
        SortedMap<Long, SortedMap<Beancounter, Long>> sums = new TreeMap<>();
        for (Found found : all) {
            // What an ended VE left is nobody's, and told to nobody.
            Long number = numbers.get(found.owner());
            if (number != null && found.amount() != 0) {
                sums.computeIfAbsent(number, _ -> new TreeMap<>())
                        .merge(
                                CounterSlot.ROWS.get(found.resource()),
                                sign * found.amount(),
                                Long::sum);
            }
        }
        List<Correction> corrections = new ArrayList<>();
        sums.forEach((number, rows) ->
                rows.forEach(
                        (resource, sum) -> corrections.add(new Correction(number, resource, sum))));
        return corrections;
    }

    /// Takes over what a VE that runs already has. Its slot must not be led to yet; afterwards it
    /// is.
    ///
    /// @param cgroup the id of the VE's cgroup
    void takeOver(int slot, long cgroup) throws IOException, ErrnoException {
        Sighting sighting;
        try {
            sighting = census.look();
        } catch (IOException e) {
            // Counted from now on, as on a kernel without iterators.
            maps.lead(cgroup, slot);
            throw e;
        }
        Set<Integer> owners = sighting.namespaces(cgroup);
        for (Beancounter resource : audited) {
            maps.hold(slot, resource, sighting.sum(resource, owners));
        }
        for (int owner : owners) {
            maps.own(owner, slot);
        }
        maps.lead(cgroup, slot);
        if (owners.isEmpty()) {
            return;
        }
        // What was taken or given back between that look and now.
        for (Map.Entry<Row, Look> each : quiet(List.of(slot), new ArrayList<>()).entrySet()) {
            if (each.getValue().lacking() != 0) {
                census.correct(slot, each.getKey().resource(), each.getValue().lacking());
            }
        }
    }
}
