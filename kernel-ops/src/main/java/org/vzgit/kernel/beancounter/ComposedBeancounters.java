package org.vzgit.kernel.beancounter;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Several sources as one: each resource comes whole, with its counters and its bounds, from the
/// source that carries it out best. Of equally good ones the first given wins.
public final class ComposedBeancounters implements Beancounters {
    private final List<Beancounters> sources;
    private final Map<Beancounter, Beancounters> chosen = new EnumMap<>(Beancounter.class);
    private final SortedMap<Beancounter, UbcLevel> levels;

    public ComposedBeancounters(List<Beancounters> sources) {
        this.sources = List.copyOf(sources);
        TreeMap<Beancounter, UbcLevel> best = new TreeMap<>();
        for (Beancounter resource : Beancounter.values()) {
            UbcLevel found = UbcLevel.ABSENT;
            for (Beancounters source : sources) {
                UbcLevel level = source.levels().getOrDefault(resource, UbcLevel.ABSENT);
                if (level.compareTo(found) < 0) {
                    found = level;
                    chosen.put(resource, source);
                }
            }
            best.put(resource, found);
        }
        this.levels = Collections.unmodifiableSortedMap(best);
    }

    @Override
    public SortedMap<Beancounter, UbcLevel> levels() {
        return levels;
    }

    /// A VE that one source does not have is left out: half of its rows would look like all.
    @Override
    public Map<VeId, SortedMap<Beancounter, UbcRow>> read() throws OperationFailure {
        TreeMap<VeId, SortedMap<Beancounter, UbcRow>> all = new TreeMap<>();
        boolean first = true;
        for (Beancounters source : sources) {
            if (!chosen.containsValue(source)) {
                continue;
            }
            Map<VeId, SortedMap<Beancounter, UbcRow>> read = source.read();
            if (first) {
                read.keySet().forEach(veid -> all.put(veid, new TreeMap<>()));
                first = false;
            }
            all.keySet().retainAll(read.keySet());
            all.forEach((veid, rows) -> take(source, read.getOrDefault(veid, rows), rows));
        }
        return all;
    }

    private void take(
            Beancounters source,
            SortedMap<Beancounter, UbcRow> from,
            SortedMap<Beancounter, UbcRow> into) {
        from.forEach((resource, row) -> {
            if (source.equals(chosen.get(resource))) {
                into.put(resource, row);
            }
        });
    }

    @Override
    public void open(VeId veid) throws OperationFailure {
        for (Beancounters source : sources) {
            source.open(veid);
        }
    }

    @Override
    public void close(VeId veid) throws OperationFailure {
        for (Beancounters source : sources) {
            source.close(veid);
        }
    }

    @Override
    public void set(VeId veid, Beancounter resource, BarrierLimit value) throws OperationFailure {
        Beancounters source = chosen.get(resource);
        if (source == null) {
            throw new OperationFailure(
                    FailureKind.UNSUPPORTED,
                    "set "
                            + resource.key()
                            + " of VE "
                            + veid
                            + " to "
                            + value.text()
                            + ": this node does not know it");
        }
        source.set(veid, resource, value);
    }
}
