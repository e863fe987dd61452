package org.vzgit.kernel.beancounter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vzgit.schema.Beancounter;

/// What one look at all processes of the node has shown. Not of one moment: who wants to compare it
/// with a counter looks twice.
final class Sighting {
    private static final int FILE = CounterMaps.ROWS.indexOf(Beancounter.NUMFILE);
    private static final int TASK = CounterMaps.ROWS.indexOf(Beancounter.NUMPROC);

    /// `ENTERED` of `main/bpf/census.bpf.c`.
    static final int ENTERED = 32;

    private final List<Found> entered = new ArrayList<>();
    private final Map<Integer, Set<Long>> files = new HashMap<>();
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
        } else if (found.resource() == FILE) {
            files.computeIfAbsent(found.owner(), _ -> new HashSet<>()).add(found.object());
        } else if (found.resource() == TASK) {
            namespaces.computeIfAbsent(found.object(), _ -> new HashSet<>()).add(found.owner());
            inhabited.add(found.owner());
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

    /// The open files of some namespaces, each once, however many share it. Those that no process
    /// has are not among them: sent and not yet received, registered with io_uring, or made for a
    /// call of accept or open that still waits.
    Set<Long> files(Set<Integer> owners) {
        Set<Long> all = new HashSet<>();
        owners.forEach(owner -> all.addAll(files.getOrDefault(owner, Set.of())));
        return all;
    }

    boolean anybodyIn(Set<Integer> owners) {
        return owners.stream().anyMatch(inhabited::contains);
    }
}
