package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.state.Control;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeId;

/// What the v1 memory controller counts beside RAM and swap (cgroup-v1/memory.rst).
///
/// `memory.kmem.tcp.usage_in_bytes` is both directions of all TCP sockets in one number and stays 0
/// until a bound was first set (6.18); it stands in `tcpsndbuf`, so `tcprcvbuf` shows nothing.
record MemoryMeterV1(VeCgroups cgroups) implements Meter {
    @Override
    public Set<Beancounter> resources() {
        return EnumSet.of(
                Beancounter.KMEMSIZE,
                Beancounter.SHMPAGES,
                Beancounter.OOMGUARPAGES,
                Beancounter.TCPSNDBUF,
                Beancounter.TCPRCVBUF);
    }

    @Override
    public Map<Beancounter, Measure> measure(VeId veid) throws IOException {
        CounterFiles files = CounterFiles.of(cgroups.memory(veid, Control.CGROUP_V1), veid);
        Map<Beancounter, Measure> measures = new EnumMap<>(Beancounter.class);
        measures.put(
                Beancounter.KMEMSIZE,
                new Measure(
                        files.number("memory.kmem.usage_in_bytes"),
                        OptionalLong.of(files.number("memory.kmem.max_usage_in_bytes")),
                        files.number("memory.kmem.failcnt")));
        measures.put(
                Beancounter.TCPSNDBUF,
                new Measure(
                        files.number("memory.kmem.tcp.usage_in_bytes"),
                        OptionalLong.of(files.number("memory.kmem.tcp.max_usage_in_bytes")),
                        files.number("memory.kmem.tcp.failcnt")));
        measures.put(Beancounter.TCPRCVBUF, Measure.of(0));
        String stat = files.text("memory.stat");
        measures.put(Beancounter.SHMPAGES, Measure.of(pages(stat, "total_shmem")));
        measures.put(
                Beancounter.OOMGUARPAGES,
                Measure.of(pages(stat, "total_rss") + pages(stat, "total_swap"))
                        .failed(files.keyed("memory.oom_control", "oom_kill")));
        return measures;
    }

    private static long pages(String stat, String key) throws IOException {
        return CounterFiles.keyedIn(stat, key) / Pages.SIZE_BYTES;
    }

    /// Bounds the TCP memory of the VE. Unit: bytes, rounded down to pages; no bound is any number
    /// from `PAGE_COUNTER_MAX` on. Lowering below held is legal: senders then block, or get EAGAIN.
    /// The kernel announces once that the file will go one day.
    static Path tcpLimit(Path cgroup) {
        return cgroup.resolve("memory.kmem.tcp.limit_in_bytes");
    }
}
