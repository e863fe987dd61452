package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
/// What is there can be more than can be seen (see [Sighting#files]), never less. So held that is
/// too low is raised at once, and held that is too high is lowered only when no process is left to
/// hold anything.
final class LeakFinder {
    /// Two looks that show the same are needed. A VE that opens and closes all the time never shows
    /// it, and its turn comes again with the next audit; a look takes some milliseconds.
    static final int LOOKS_MAX = 6;

    /// Audits in a row that must find an empty VE with files held: some are freed late.
    static final int AUDITS = 2;

    private final CounterMaps maps;
    private final Census census;

    /// How many audits in a row a slot was empty and held files.
    private final Map<Integer, Integer> left = new HashMap<>();

    LeakFinder(CounterMaps maps, Census census) {
        this.maps = maps;
        this.census = census;
    }

    /// What a slot held before and after a look, and what was seen.
    private record Look(long before, long after, Set<Long> files, boolean inhabited) {
        /// Nothing was opened or closed from the beginning of one to the end of the other.
        boolean quietSince(Look earlier) {
            return earlier.before == before
                    && earlier.after == before
                    && after == before
                    && earlier.files.equals(files)
                    && earlier.inhabited == inhabited;
        }
    }

    /// One audit of all VEs.
    ///
    /// @return what was put right, with what the sweeps gave back summed by VE and resource
    List<Correction> audit() throws IOException, ErrnoException {
        SortedMap<Long, Integer> slots = maps.slots();
        List<Found> entered = new ArrayList<>();
        Map<Integer, Look> decided = quiet(slots.values(), entered);
        List<Correction> corrections = new ArrayList<>();
        corrections.addAll(summed(slots, entered, 1));
        corrections.addAll(summed(slots, census.sweep(), -1));
        for (Map.Entry<Long, Integer> each : slots.entrySet()) {
            Look look = decided.get(each.getValue());
            long amount = look == null ? 0 : amount(each.getValue(), look);
            if (amount != 0) {
                census.correct(each.getValue(), amount);
                corrections.add(new Correction(each.getKey(), Beancounter.NUMFILE, amount));
            }
        }
        left.keySet().retainAll(slots.values());
        return List.copyOf(corrections);
    }

    private long amount(int slot, Look look) {
        long amount = look.files().size() - look.after();
        if (amount >= 0 || look.inhabited()) {
            left.remove(slot);
            return Math.max(0, amount);
        }
        return left.merge(slot, 1, Integer::sum) < AUDITS ? 0 : amount;
    }

    /// @param entered gets what the looks themselves have charged
    private Map<Integer, Look> quiet(Iterable<Integer> slots, List<Found> entered)
            throws IOException, ErrnoException {
        Map<Integer, Look> decided = new HashMap<>();
        Set<Integer> open = new HashSet<>();
        slots.forEach(open::add);
        Map<Integer, Look> earlier = Map.of();
        for (int i = 0; i < LOOKS_MAX && !open.isEmpty(); i++) {
            Map<Integer, Look> looks = look(open, entered);
            for (int slot : Set.copyOf(open)) {
                Look now = looks.get(slot);
                Look then = earlier.get(slot);
                if (now != null && then != null && now.quietSince(then)) {
                    decided.put(slot, now);
                    open.remove(slot);
                }
            }
            earlier = looks;
        }
        return decided;
    }

    private Map<Integer, Look> look(Set<Integer> slots, List<Found> entered)
            throws IOException, ErrnoException {
        Map<Integer, Set<Integer>> owners = maps.namespaces();
        Map<Integer, Long> before = held(slots);
        Sighting sighting = census.look();
        Map<Integer, Long> after = held(slots);
        entered.addAll(sighting.entered());
        Map<Integer, Look> looks = new HashMap<>();
        for (int slot : slots) {
            Set<Integer> own = owners.getOrDefault(slot, Set.of());
            looks.put(
                    slot,
                    new Look(
                            before.getOrDefault(slot, 0L),
                            after.getOrDefault(slot, 0L),
                            sighting.files(own),
                            sighting.anybodyIn(own)));
        }
        return looks;
    }

    private Map<Integer, Long> held(Set<Integer> slots) throws ErrnoException {
        Map<Integer, Long> held = new HashMap<>();
        for (int slot : slots) {
            held.put(slot, maps.row(slot, Beancounter.NUMFILE).held());
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
                                CounterMaps.ROWS.get(found.resource()),
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
        maps.hold(slot, Beancounter.NUMFILE, sighting.files(owners).size());
        for (int owner : owners) {
            maps.own(owner, slot);
        }
        maps.lead(cgroup, slot);
        if (owners.isEmpty()) {
            return;
        }
        // What was opened or closed between that look and now.
        Look look = quiet(List.of(slot), new ArrayList<>()).get(slot);
        if (look != null && look.files().size() != look.after()) {
            census.correct(slot, look.files().size() - look.after());
        }
    }
}
