package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.Beancounter;

/// Sums the memory of the data in sockets, which no program counts as it changes, into the map of
/// what comes from elsewhere. Every look raises the highest use; a peak between two looks is
/// missed. Nothing is refused.
final class SocketBuffers {
    static final Set<Beancounter> RESOURCES =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            Beancounter.TCPSNDBUF,
                            Beancounter.TCPRCVBUF,
                            Beancounter.OTHERSOCKBUF,
                            Beancounter.DGRAMRCVBUF));

    private final CounterMaps maps;
    private final Census census;

    /// The slots that held something at the last look: whose numbers may have to become 0. At first
    /// all are, because of what an earlier process has left.
    private Set<Integer> holding;

    SocketBuffers(CounterMaps maps, Census census) throws ErrnoException {
        this.maps = maps;
        this.census = census;
        holding = new HashSet<>(maps.slots().values());
    }

    /// Looks once.
    void look() throws IOException, ErrnoException {
        Map<Integer, Map<Beancounter, Long>> sums = new HashMap<>();
        for (Found found : census.buffers()) {
            sums.computeIfAbsent(found.owner(), _ -> new EnumMap<>(Beancounter.class))
                    .merge(CounterSlot.ROWS.get(found.resource()), found.amount(), Long::sum);
        }
        Set<Integer> changed = new HashSet<>(holding);
        changed.addAll(sums.keySet());
        for (int slot : changed) {
            Map<Beancounter, Long> held = sums.getOrDefault(slot, Map.of());
            maps.sample(slot, resource -> held.getOrDefault(resource, 0L));
        }
        holding = new HashSet<>(sums.keySet());
    }
}
