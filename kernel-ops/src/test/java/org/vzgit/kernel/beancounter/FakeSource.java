package org.vzgit.kernel.beancounter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// A source that does what it is told to and remembers what was asked of it.
final class FakeSource implements Beancounters {
    final List<String> calls = new ArrayList<>();
    final Map<VeId, SortedMap<Beancounter, UbcRow>> rows = new TreeMap<>();
    private final SortedMap<Beancounter, UbcLevel> levels;

    FakeSource(Map<Beancounter, UbcLevel> levels) {
        this.levels = new TreeMap<>(levels);
    }

    FakeSource row(VeId veid, Beancounter resource, long held) {
        rows.computeIfAbsent(veid, _ -> new TreeMap<>())
                .put(resource, new UbcRow(held, held, 0, 0, 0));
        return this;
    }

    @Override
    public SortedMap<Beancounter, UbcLevel> levels() {
        return levels;
    }

    @Override
    public Map<VeId, SortedMap<Beancounter, UbcRow>> read() {
        calls.add("read");
        return rows;
    }

    @Override
    public void open(VeId veid) {
        calls.add("open " + veid);
    }

    @Override
    public void close(VeId veid) {
        calls.add("close " + veid);
    }

    @Override
    public void set(VeId veid, Beancounter resource, BarrierLimit value) {
        calls.add("set " + veid + " " + resource.key() + " " + value.text());
    }
}
