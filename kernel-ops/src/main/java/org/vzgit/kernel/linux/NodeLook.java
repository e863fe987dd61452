package org.vzgit.kernel.linux;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.network.VeNetwork;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.VeProcesses;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.template.PrivateAreas;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// One look at all VEs of a node. Nothing is remembered between two looks, so that drift is seen;
/// what is asked is asked once for all VEs where the kernel has it so, and of no VE that a listing
/// has shown not to have it.
record NodeLook(
        CgroupTree cgroups,
        Areas areas,
        VeProcesses processes,
        VeNetwork network,
        NodeCounters counters) {

    /// The VEs' files, and in which boot they were used.
    record Areas(KernelRoot root, NodeHome home, PrivateAreas areas) {
        Reading<PrivateArea> observe(VeId veid) {
            Reading<PrivateArea> seen = areas.observe(veid);
            return seen.toOptional().isPresent()
                            && BootNote.of(root, home.privateArea(veid)).isCutOff()
                    ? Reading.present(seen.toOptional().get().cutOff(true))
                    : seen;
        }
    }

    /// What was read of all VEs at once.
    private record Tables(
            SortedSet<VeId> grouped,
            Map<VeId, Reading<ObservedInit>> inits,
            Map<VeId, Reading<ObservedNetwork>> links,
            Map<VeId, SortedMap<Beancounter, UbcRow>> rows) {}

    SortedMap<VeId, ObservedVe> ves() {
        SortedSet<VeId> grouped = cgroups.list();
        SortedSet<VeId> all = new TreeSet<>(areas.areas().list());
        all.addAll(grouped);
        all.addAll(linked());
        // Its table of file locks makes the reader wait for an RCU grace period, 5 to 20 ms in
        // which the rest can be asked (locks_start() in fs/locks.c, 6.18).
        ForkJoinTask<Map<VeId, SortedMap<Beancounter, UbcRow>>> rows =
                ForkJoinPool.commonPool().submit(() -> counters.read());
        SortedMap<VeId, Reading<ObservedInit>> inits = inits(grouped);
        var links = network.observe(all, pidsOf(inits));
        Tables tables = new Tables(grouped, inits, links, rows.join());
        return ofEach(all, veid -> ve(veid, tables));
    }

    /// One hierarchy has the init of nearly every VE that runs. All hierarchies are asked of those
    /// in which it was not found.
    private SortedMap<VeId, Reading<ObservedInit>> inits(SortedSet<VeId> grouped) {
        SortedMap<VeId, Reading<ObservedInit>> inits =
                new TreeMap<>(processes.observeAll(ofEach(grouped, cgroups::processesCounted)));
        SortedSet<VeId> others = new TreeSet<>();
        inits.forEach((veid, init) -> {
            if (init.toOptional().isEmpty()) {
                others.add(veid);
            }
        });
        inits.putAll(processes.observeAll(ofEach(others, cgroups::processes)));
        return inits;
    }

    /// A VE of which only a link is left is unknown while links cannot be listed. Nothing is
    /// planned for what is unknown, and the dump that follows makes the network of every other VE
    /// unreadable.
    private SortedSet<VeId> linked() {
        try {
            return network.list();
        } catch (OperationFailure _) {
            return new TreeSet<>();
        }
    }

    private ObservedVe ve(VeId veid, Tables tables) {
        Reading<ObservedCgroup> cgroup =
                tables.grouped().contains(veid) ? cgroups.observe(veid) : Reading.absent();
        return new ObservedVe(
                veid,
                areas.observe(veid),
                cgroup,
                tables.inits().getOrDefault(veid, Reading.absent()),
                tables.links().getOrDefault(veid, Reading.unreadable("its network was not read")),
                cgroup instanceof Reading.Present<ObservedCgroup>(ObservedCgroup found)
                        ? NodeCounters.reading(veid, found.complete(), tables.rows())
                        : Reading.absent());
    }

    private static SortedMap<VeId, Integer> pidsOf(Map<VeId, Reading<ObservedInit>> inits) {
        SortedMap<VeId, Integer> pids = new TreeMap<>();
        inits.forEach(
                (veid, init) -> init.toOptional().ifPresent(found -> pids.put(veid, found.pid())));
        return pids;
    }

    /// On all CPUs: a VE has dozens of files in proc and cgroupfs, and they are all that a look at
    /// a node takes time for.
    private static <T> SortedMap<VeId, T> ofEach(SortedSet<VeId> ves, Function<VeId, T> look) {
        SortedMap<VeId, T> seen = new ConcurrentSkipListMap<>();
        ves.parallelStream().forEach(veid -> seen.put(veid, look.apply(veid)));
        return seen;
    }
}
