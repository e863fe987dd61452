package org.vzgit.kernel.beancounter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vzgit.schema.Beancounter;

/// What one look at all processes of the node has shown. Not of one moment: who wants to compare it
/// with a counter looks twice.
final class Sighting {
    private static final int TASK = CounterSlot.indexOf(Beancounter.NUMPROC);

    /// `ENTERED` of `main/bpf/census.h`.
    static final int ENTERED = 32;

    private final List<Found> entered = new ArrayList<>();
    private final Map<Beancounter, Map<Integer, Map<Long, Long>>> objects =
            new EnumMap<>(Beancounter.class);
    private final Map<Long, Set<Integer>> namespaces = new HashMap<>();
    private final Set<Integer> inhabited = new HashSet<>();

    void add(Found found) {
        if (found.resource() >= ENTERED) {
            entered.add(
                    new Found(
                            found.resource() - ENTERED,
                            found.owner(),
                            found.object(),
                            found.amount()));
        } else if (found.resource() == TASK) {
            namespaces.computeIfAbsent(found.object(), _ -> new HashSet<>()).add(found.owner());
            inhabited.add(found.owner());
        } else {
            Beancounter resource = CounterSlot.ROWS.get(found.resource());
            objects.computeIfAbsent(resource, _ -> new HashMap<>())
                    .computeIfAbsent(found.owner(), _ -> new HashMap<>())
                    .put(found.object(), found.amount());
        }
    }

    /// What the look itself has charged, because nobody had; with slots as owners.
    List<Found> entered() {
        return List.copyOf(entered);
    }

    /// The user namespaces of the processes in a VE's cgroup.
    Set<Integer> namespaces(long cgroup) {
        return Set.copyOf(namespaces.getOrDefault(cgroup, Set.of()));
    }

    /// The objects of some namespaces with how much of the resource each is; each once, however
    /// many processes share it. Files that no process has are not among them, nor are their locks:
    /// sent and not yet received, registered with io_uring, or made for a call of accept or open
    /// that still waits.
    Map<Long, Long> seen(Beancounter resource, Set<Integer> owners) {
        Map<Integer, Map<Long, Long>> all = objects.getOrDefault(resource, Map.of());
        Map<Long, Long> seen = new HashMap<>();
        owners.forEach(owner -> seen.putAll(all.getOrDefault(owner, Map.of())));
        return seen;
    }

    /// How much that is together.
    long sum(Beancounter resource, Set<Integer> owners) {
        return total(seen(resource, owners));
    }

    static long total(Map<Long, Long> seen) {
        return seen.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean anybodyIn(Set<Integer> owners) {
        return owners.stream().anyMatch(inhabited::contains);
    }
}
