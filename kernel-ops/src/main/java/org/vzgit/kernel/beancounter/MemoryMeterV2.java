package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.state.Control;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeId;

/// What the v2 memory controller counts beside RAM and swap (cgroup-v2.rst, `memory.stat`). Of none
/// of it the kernel remembers a peak.
record MemoryMeterV2(VeCgroups cgroups) implements Meter {
    @Override
    public Set<Beancounter> resources() {
        return EnumSet.of(
                Beancounter.KMEMSIZE,
                Beancounter.SHMPAGES,
                Beancounter.OOMGUARPAGES,
                Beancounter.DCACHESIZE);
    }

    @Override
    public Map<Beancounter, Measure> measure(VeId veid) throws IOException {
        CounterFiles files = CounterFiles.of(cgroups.memory(veid, Control.CGROUP_V2), veid);
        String stat = files.text("memory.stat");
        Map<Beancounter, Measure> measures = new EnumMap<>(Beancounter.class);
        measures.put(Beancounter.KMEMSIZE, Measure.of(kernel(stat)));
        measures.put(Beancounter.DCACHESIZE, Measure.of(bytes(stat, "slab_reclaimable")));
        measures.put(Beancounter.SHMPAGES, Measure.of(bytes(stat, "shmem") / Pages.SIZE_BYTES));
        long swap = files.has("memory.swap.current") ? files.number("memory.swap.current") : 0;
        measures.put(
                Beancounter.OOMGUARPAGES,
                Measure.of((bytes(stat, "anon") + swap) / Pages.SIZE_BYTES)
                        .failed(files.keyed("memory.events", "oom_kill")));
        return measures;
    }

    /// `kernel` is there since Linux 5.18; before, its largest parts are.
    private static long kernel(String stat) throws IOException {
        long all = bytes(stat, "kernel");
        return all > 0
                ? all
                : bytes(stat, "slab") + bytes(stat, "kernel_stack") + bytes(stat, "pagetables");
    }

    private static long bytes(String stat, String key) throws IOException {
        return CounterFiles.keyedIn(stat, key);
    }
}
