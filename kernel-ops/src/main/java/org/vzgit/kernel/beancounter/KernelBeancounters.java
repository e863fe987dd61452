package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Beancounters that programs in the kernel count and enforce (docs/beancounters.md). What is
/// charged and refused needs no process of ours: this only reads and writes maps.
public final class KernelBeancounters implements Beancounters, AutoCloseable {
    private final CounterMaps maps;
    private final Path ves;
    private final SortedMap<Beancounter, UbcLevel> levels;
    private final List<Beancounter> counted;
    private final Optional<Sight> sight;

    /// As last seen: looking through all slots takes milliseconds. Whether it still holds for a VE
    /// is asked each time.
    private SortedMap<Long, Integer> slots = new TreeMap<>();

    /// What goes through the kernel's own lists, for the one process that changes the node.
    record Sight(LeakFinder finder, SocketBuffers buffers) {}

    /// @param ves the cgroup above all VEs in the v2 hierarchy
    /// @param proven what the self-test has found; others are absent here
    /// @param sight of the process that changes the node, where the kernel has what it needs
    KernelBeancounters(
            CounterMaps maps, Path ves, Map<Beancounter, UbcLevel> proven, Optional<Sight> sight) {
        this.maps = maps;
        this.ves = ves;
        this.sight = sight;
        TreeMap<Beancounter, UbcLevel> all = new TreeMap<>();
        for (Beancounter resource : Beancounter.values()) {
            all.put(resource, proven.getOrDefault(resource, UbcLevel.ABSENT));
        }
        levels = Collections.unmodifiableSortedMap(all);
        counted =
                List.of(Beancounter.values()).stream()
                        .filter(resource -> all.get(resource) != UbcLevel.ABSENT)
                        .toList();
    }

    @Override
    public SortedMap<Beancounter, UbcLevel> levels() {
        return levels;
    }

    @Override
    public Map<VeId, SortedMap<Beancounter, UbcRow>> read() throws OperationFailure {
        try {
            lookAtBuffers();
            Map<VeId, SortedMap<Beancounter, UbcRow>> all = new TreeMap<>();
            maps.all()
                    .forEach((number, slot) -> {
                        if (number >= VeId.MIN) {
                            all.put(new VeId(Math.toIntExact(number)), rows(slot));
                        }
                    });
            return all;
        } catch (ErrnoException e) {
            throw e.failing("read the beancounters");
        }
    }

    private synchronized void lookAtBuffers() throws OperationFailure, ErrnoException {
        if (sight.isPresent()) {
            try {
                sight.get().buffers().look();
            } catch (IOException e) {
                throw new ErrnoException(FileErrno.of(e), "read the census")
                        .failing("look at the buffers of sockets");
            }
        }
    }

    /// Puts what other sources count into the table that the kernel prints: what it shows of that
    /// is as old as the last call, and stays when nobody calls any more. VEs that are not open, and
    /// rows that are counted here, are left alone.
    public synchronized void show(Map<VeId, SortedMap<Beancounter, UbcRow>> all) {
        try {
            for (Map.Entry<Long, Integer> each : maps.slots().entrySet()) {
                if (each.getKey() < VeId.MIN) {
                    continue;
                }
                VeId veid = new VeId(Math.toIntExact(each.getKey()));
                Map<Beancounter, UbcRow> rows = new EnumMap<>(Beancounter.class);
                rows.putAll(all.getOrDefault(veid, Collections.emptySortedMap()));
                counted.forEach(rows::remove);
                maps.show(each.getValue(), rows);
            }
        } catch (ErrnoException _) {
            // The next look is seconds away.
        }
    }

    private SortedMap<Beancounter, UbcRow> rows(CounterSlot slot) {
        SortedMap<Beancounter, UbcRow> rows = new TreeMap<>();
        counted.forEach(resource -> rows.put(resource, slot.row(resource)));
        return rows;
    }

    /// A beancounter whose cgroup is another by now was left by a VE that ended without [#close];
    /// it begins anew.
    @Override
    public synchronized void open(VeId veid) throws OperationFailure {
        String tried = "open the beancounter of VE " + veid;
        try {
            long cgroup = cgroupOf(veid);
            Optional<Integer> slot = slotOf(veid);
            if (slot.isPresent()) {
                if (maps.leads(cgroup, slot.get())) {
                    return;
                }
                close(veid);
            }
            int fresh = free(slots, tried);
            maps.begin(fresh, veid.value());
            lead(veid, fresh, cgroup);
            slots.put((long) veid.value(), fresh);
        } catch (ErrnoException e) {
            throw e.failing(tried);
        } catch (IOException e) {
            throw new ErrnoException(FileErrno.of(e), "stat " + ves.resolve(veid.toString()))
                    .failing(tried);
        }
    }

    /// A VE that runs already begins with what it has. Only then: a look goes through all processes
    /// of the node.
    private void lead(VeId veid, int slot, long cgroup) throws ErrnoException, IOException {
        Path events = ves.resolve(veid.toString()).resolve("cgroup.events");
        boolean runs = Files.exists(events) && Files.readString(events).contains("populated 1");
        if (runs && sight.isPresent()) {
            sight.get().finder().takeOver(slot, cgroup);
        } else {
            maps.lead(cgroup, slot);
        }
    }

    private Optional<Integer> slotOf(VeId veid) throws ErrnoException {
        long number = veid.value();
        Integer seen = slots.get(number);
        if (seen == null || maps.number(seen) != number) {
            slots = maps.slots();
        }
        return Optional.ofNullable(slots.get(number));
    }

    /// The one before the newest, so that the table shows the newest first as OpenVZ does, and so
    /// that a slot rests long: what an ended VE still held finds its way back to it.
    static int free(SortedMap<Long, Integer> slots, String tried) throws OperationFailure {
        int newest = slots.values().stream().min(Integer::compare).orElse(0);
        for (int i = 1; i <= CounterMaps.SLOTS; i++) {
            int slot = Math.floorMod(newest - i, CounterMaps.SLOTS);
            if (!slots.containsValue(slot)) {
                return slot;
            }
        }
        throw new OperationFailure(
                FailureKind.EXHAUSTED,
                tried + ": all " + CounterMaps.SLOTS + " are in use; stop a VE first");
    }

    /// Looks once for what was lost, puts it right, and says what. What the end of an object missed
    /// is given back by the third audit at the latest; run one every few minutes.
    ///
    /// @throws OperationFailure when the iterators cannot be read; nothing is corrected by guess
    public synchronized List<Correction> audit() throws OperationFailure {
        String tried = "compare the beancounters with what is there";
        try {
            return sight.isPresent() ? sight.get().finder().audit() : List.of();
        } catch (ErrnoException e) {
            throw e.failing(tried);
        } catch (IOException e) {
            throw new ErrnoException(FileErrno.of(e), "read the census").failing(tried);
        }
    }

    private long cgroupOf(VeId veid) throws IOException {
        return (Long) Files.getAttribute(ves.resolve(veid.toString()), "unix:ino");
    }

    @Override
    public synchronized void close(VeId veid) throws OperationFailure {
        try {
            Optional<Integer> slot = slotOf(veid);
            if (slot.isPresent()) {
                maps.end(slot.get());
                slots.remove((long) veid.value());
            }
        } catch (ErrnoException e) {
            throw e.failing("close the beancounter of VE " + veid);
        }
    }

    @Override
    public synchronized void set(VeId veid, Beancounter resource, BarrierLimit value)
            throws OperationFailure {
        String tried = "set " + resource.key() + " of VE " + veid + " to " + value.text();
        if (levels.getOrDefault(resource, UbcLevel.ABSENT) == UbcLevel.ABSENT) {
            throw new OperationFailure(
                    FailureKind.UNSUPPORTED, tried + ": no kernel program counts it here");
        }
        try {
            var change = new CounterMaps.Change(resource, bounds -> bounds.with(value));
            if (!bound(veid, change)) {
                slots = maps.slots();
                if (!bound(veid, change)) {
                    throw new OperationFailure(
                            FailureKind.GONE, tried + ": its beancounter is not open");
                }
            }
        } catch (ErrnoException e) {
            throw e.failing(tried);
        }
    }

    private boolean bound(VeId veid, CounterMaps.Change change) throws ErrnoException {
        Integer slot = slots.get((long) veid.value());
        return slot != null && maps.bound(slot, veid.value(), change);
    }

    @Override
    public void close() {
        maps.close();
    }
}
