package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.Beancounter;

/// Finds out what the loaded programs really do, by a process that goes to a bound and one beyond:
/// that programs load and attach proves nothing.
///
/// @param ves the cgroup above all VEs
/// @param program the probe's file
record Trial(CounterMaps maps, Path ves, Path program) {
    /// OpenVZ reserves the numbers to 100, so no VE has it.
    static final long NUMBER = 1;

    private static final String CGROUP = "self-test-";

    /// Of a page or an item; few enough for any limit of the host, and more than one.
    private static final int ALLOWED = 3;

    /// Bytes, of which each of [#ALLOWED] sockets gets an eighth and less: half of what the probe
    /// takes for small, and a fourth of what the kernel gives without a bound.
    private static final long SHARED = 256 * 1024;

    /// @param slot a free one
    /// @return the level of each resource that the groups count
    SortedMap<Beancounter, UbcLevel> run(int slot, Set<ProgramGroup> loaded, Hooks hooks)
            throws OperationFailure, ErrnoException, IOException {
        removeLeft();
        Path cgroup = ves.resolve(CGROUP + ProcessHandle.current().pid());
        Files.createDirectory(cgroup);
        try {
            maps.begin(slot, NUMBER);
            maps.lead((Long) Files.getAttribute(cgroup, "unix:ino"), slot);
            try (Probe probe = Probe.start(program, cgroup.resolve("cgroup.procs"))) {
                return levels(probe, slot, loaded, hooks);
            }
        } finally {
            maps.end(slot);
            Files.delete(cgroup);
        }
    }

    /// What a trial has left whose process was killed; only one process at a time runs trials.
    private void removeLeft() throws ErrnoException, IOException {
        for (Map.Entry<Long, Integer> each : maps.slots().entrySet()) {
            if (each.getKey() == NUMBER) {
                maps.end(each.getValue());
            }
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(ves, CGROUP + "*")) {
            for (Path cgroup : left) {
                Files.delete(cgroup);
            }
        }
    }

    private SortedMap<Beancounter, UbcLevel> levels(
            Probe probe, int slot, Set<ProgramGroup> loaded, Hooks hooks)
            throws OperationFailure, ErrnoException {
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (ProgramGroup group : loaded) {
            for (Beancounter resource : group.resources()) {
                if (group != ProgramGroup.BUFFERS) {
                    levels.put(resource, level(probe, slot, resource, group.level(hooks)));
                }
            }
        }
        // Last, because it leaves sockets that the kernel frees late.
        if (loaded.contains(ProgramGroup.BUFFERS)) {
            for (Beancounter resource : ProgramGroup.BUFFERS.resources()) {
                levels.put(resource, shared(probe, slot, resource));
            }
        }
        return Collections.unmodifiableSortedMap(levels);
    }

    /// Whether sockets get small buffers when all together are bounded, and large ones when not.
    private UbcLevel shared(Probe probe, int slot, Beancounter resource)
            throws OperationFailure, ErrnoException {
        String small = "small-" + resource.key();
        boolean large = probe.change(small, 1).done() == 0;
        maps.bound(slot, resource, new Bounds(SHARED, SHARED));
        Probe.Answer answer = probe.change(small, ALLOWED);
        long reserved = maps.reserved(slot, resource);
        maps.bound(slot, resource, Bounds.NONE);
        probe.change(small, -answer.done());
        boolean kept = answer.done() == ALLOWED && reserved > 0 && reserved <= SHARED;
        return large && kept ? UbcLevel.CLAMPED : UbcLevel.COUNTED;
    }

    private UbcLevel level(Probe probe, int slot, Beancounter resource, UbcLevel best)
            throws OperationFailure, ErrnoException {
        // The first of a kind may need more, such as the file that is locked.
        probe.change(resource.key(), 1);
        long held = maps.row(slot, resource).held();
        maps.bound(slot, resource, new Bounds(held + ALLOWED, held + ALLOWED));
        Probe.Answer answer = probe.change(resource.key(), ALLOWED + 1);
        UbcRow full = maps.row(slot, resource);
        maps.bound(slot, resource, Bounds.NONE);
        probe.change(resource.key(), -answer.done());
        UbcRow empty = maps.row(slot, resource);
        boolean counts = full.held() == held + answer.done() && empty.held() == held;
        boolean refuses = answer.done() == ALLOWED && full.failcnt() == 1;
        if (!counts || held == 0) {
            return UbcLevel.ABSENT;
        }
        return refuses ? best : UbcLevel.COUNTED;
    }
}
