package org.vzgit.kernel.beancounter;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// VEs whose cgroups are numbers in memory.
final class FakeCgroups implements VeCgroups {
    final SortedSet<VeId> ves = new TreeSet<>();
    final Map<Resource, Limit> limits = new EnumMap<>(Resource.class);
    Optional<Path> memory = Optional.empty();
    List<Integer> pids = List.of();
    long held;
    long failcnt;

    FakeCgroups(VeId... all) {
        ves.addAll(List.of(all));
    }

    @Override
    public SortedSet<VeId> list() {
        return ves;
    }

    @Override
    public Optional<Path> memory(VeId veid, Control control) {
        return memory;
    }

    @Override
    public Path home(VeId veid) {
        return Path.of("/nowhere");
    }

    @Override
    public List<Integer> processes(VeId veid) {
        return pids;
    }

    @Override
    public Usage usage(VeId veid, Resource resource) {
        return new Usage(
                Reading.present(limits.getOrDefault(resource, Limit.UNLIMITED)),
                Reading.present(new Count(held)),
                Reading.absent(),
                Reading.present(failcnt));
    }

    @Override
    public void set(VeId veid, Resource resource, Limit limit) {
        limits.put(resource, limit);
    }
}
