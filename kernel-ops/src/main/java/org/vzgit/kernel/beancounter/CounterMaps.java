package org.vzgit.kernel.beancounter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;

/// The maps that the kernel programs and this process share, as `main/bpf/beancounter.h` lays them
/// out. A beancounter is a slot: its number in the arrays.
final class CounterMaps implements AutoCloseable {
    /// `VES_MAX`.
    static final int SLOTS = 4096;

    /// Offset of `control.lost`.
    private static final int LOST = 4 * Integer.BYTES;

    static final PinnedMap.Shape COUNTS =
            new PinnedMap.Shape("counts", SLOTS, Integer.BYTES, CounterSlot.COUNTS_BYTES);
    static final PinnedMap.Shape SAMPLED =
            new PinnedMap.Shape("sampled", SLOTS, Integer.BYTES, CounterSlot.COUNTS_BYTES);
    static final PinnedMap.Shape BOUNDS =
            new PinnedMap.Shape("bounds", SLOTS, Integer.BYTES, CounterSlot.BOUNDS_BYTES);
    static final PinnedMap.Shape CGROUPS =
            new PinnedMap.Shape("ve_of_cgroup", SLOTS, Long.BYTES, Integer.BYTES);
    static final PinnedMap.Shape NAMESPACES =
            new PinnedMap.Shape("ve_of_userns", 4 * SLOTS, Integer.BYTES, Integer.BYTES);
    static final PinnedMap.Shape CONTROL =
            new PinnedMap.Shape("control", 1, Integer.BYTES, LOST + Long.BYTES);

    private static final byte[] ONLY_KEY = BpfRequest.numbers(0);

    private final PinnedMap counts;
    private final PinnedMap sampled;
    private final PinnedMap bounds;
    private final PinnedMap cgroups;
    private final PinnedMap namespaces;
    private final PinnedMap control;

    private CounterMaps(Syscalls syscalls, Path directory) throws ErrnoException {
        counts = PinnedMap.open(syscalls, directory, COUNTS);
        sampled = PinnedMap.open(syscalls, directory, SAMPLED);
        bounds = PinnedMap.open(syscalls, directory, BOUNDS);
        cgroups = PinnedMap.open(syscalls, directory, CGROUPS);
        namespaces = PinnedMap.open(syscalls, directory, NAMESPACES);
        control = PinnedMap.open(syscalls, directory, CONTROL);
    }

    /// @throws ErrnoException ENOENT when no programs have been loaded there
    static CounterMaps open(Syscalls syscalls, Path directory) throws ErrnoException {
        return new CounterMaps(syscalls, directory);
    }

    PinnedMap table() {
        return bounds;
    }

    /// Which generation of programs charges; 0 before the first.
    int generation() throws ErrnoException {
        return control.lookup(ONLY_KEY).map(value -> PinnedMap.ordered(value).getInt(0)).orElse(0);
    }

    /// Objects that were freed and had not been charged, or found their map full.
    long lost() throws ErrnoException {
        return control.lookup(ONLY_KEY)
                .map(value -> PinnedMap.ordered(value).getLong(LOST))
                .orElse(0L);
    }

    /// Lets one generation charge and all others only look on, in one step.
    void activate(int generation) throws ErrnoException {
        byte[] value = control.lookup(ONLY_KEY).orElseThrow();
        PinnedMap.ordered(value).putInt(generation);
        control.update(ONLY_KEY, value);
    }

    /// Keeps what a trial has found for processes that only read.
    void remember(Map<Beancounter, UbcLevel> levels) throws ErrnoException {
        byte[] value = control.lookup(ONLY_KEY).orElseThrow();
        ProvenLevels.write(levels, PinnedMap.ordered(value));
        control.update(ONLY_KEY, value);
    }

    /// What the last trial has found; resources that are not in it are absent.
    SortedMap<Beancounter, UbcLevel> remembered() throws ErrnoException {
        return ProvenLevels.read(PinnedMap.ordered(control.lookup(ONLY_KEY).orElseThrow()));
    }

    /// The slots in use, by the number in front of their block: a veid, or the self-test's.
    SortedMap<Long, Integer> slots() throws ErrnoException {
        SortedMap<Long, Integer> slots = new TreeMap<>();
        BitSet used = used();
        List<ByteBuffer> named = values(bounds, used);
        used.stream()
                .forEach(slot -> slots.put(named.get(slot - used.nextSetBit(0)).getLong(0), slot));
        return slots;
    }

    /// By the cgroups, which are as many as there are VEs; the arrays are as long as can be.
    private BitSet used() throws ErrnoException {
        BitSet used = new BitSet(SLOTS);
        cgroups.all().forEach(element -> used.set(element.value().getInt(0)));
        return used;
    }

    /// What an array has from the first slot in use to the last, in one call: 1,000 slots one by
    /// one take three times as long.
    private static List<ByteBuffer> values(PinnedMap array, BitSet used) throws ErrnoException {
        int first = used.nextSetBit(0);
        return first < 0 ? List.of() : array.range(first, used.length() - first);
    }

    /// What a slot is called in the table; 0 when it is free.
    long number(int slot) throws ErrnoException {
        byte[] value = bounds.lookup(BpfRequest.numbers(slot)).orElseThrow();
        return PinnedMap.ordered(value).getLong();
    }

    /// Begins a beancounter with nothing held and no bounds.
    ///
    /// @param number what it is called in the table
    void begin(int slot, long number) throws ErrnoException {
        byte[] key = BpfRequest.numbers(slot);
        // In this order: nobody charges a slot that no cgroup leads to.
        counts.update(key, new byte[COUNTS.valueBytes()]);
        sampled.update(key, new byte[SAMPLED.valueBytes()]);
        ByteBuffer value =
                ByteBuffer.allocate(BOUNDS.valueBytes())
                        .order(ByteOrder.nativeOrder())
                        .putLong(number);
        while (value.hasRemaining()) {
            value.putLong(UbcRow.UNLIMITED);
        }
        bounds.update(key, value.array());
    }

    /// Leads the processes of a cgroup to a slot.
    void lead(long cgroup, int slot) throws ErrnoException {
        cgroups.update(BpfRequest.wide(cgroup), BpfRequest.numbers(slot));
    }

    /// Leads a user namespace to a slot, as the first charge of a process in it would.
    void own(int namespace, int slot) throws ErrnoException {
        namespaces.update(BpfRequest.numbers(namespace), BpfRequest.numbers(slot));
    }

    /// The user namespaces of each slot.
    Map<Integer, Set<Integer>> namespaces() throws ErrnoException {
        Map<Integer, Set<Integer>> owners = new HashMap<>();
        for (PinnedMap.Element element : namespaces.all()) {
            owners.computeIfAbsent(element.value().getInt(0), _ -> new HashSet<>())
                    .add(element.key().getInt(0));
        }
        return owners;
    }

    /// Says what a slot holds from the start. Only for one that nobody charges: not led to yet.
    void hold(int slot, Beancounter resource, long held) throws ErrnoException {
        byte[] key = BpfRequest.numbers(slot);
        byte[] value = counts.lookup(key).orElseThrow();
        int at = CounterSlot.countAt(resource);
        PinnedMap.ordered(value).putLong(at, held).putLong(at + Long.BYTES, held);
        counts.update(key, value);
    }

    /// Says what a slot holds of each of [SocketBuffers#RESOURCES]; the highest use is raised.
    void sample(int slot, ToLongFunction<Beancounter> held) throws ErrnoException {
        byte[] key = BpfRequest.numbers(slot);
        byte[] bytes = sampled.lookup(key).orElseThrow();
        ByteBuffer value = PinnedMap.ordered(bytes);
        for (Beancounter resource : SocketBuffers.RESOURCES) {
            int at = CounterSlot.countAt(resource);
            long now = held.applyAsLong(resource);
            value.putLong(at, now)
                    .putLong(at + Long.BYTES, Math.max(now, value.getLong(at + Long.BYTES)));
        }
        sampled.update(key, bytes);
    }

    /// Puts rows that no program counts before whoever prints the table: their counters and bounds.
    void show(int slot, Map<Beancounter, UbcRow> rows) throws ErrnoException {
        byte[] key = BpfRequest.numbers(slot);
        byte[] counted = sampled.lookup(key).orElseThrow();
        byte[] bounded = bounds.lookup(key).orElseThrow();
        rows.forEach((resource, row) -> {
            PinnedMap.ordered(counted)
                    .position(CounterSlot.countAt(resource))
                    .putLong(row.held())
                    .putLong(row.maxheld())
                    .putLong(row.failcnt());
            PinnedMap.ordered(bounded)
                    .position(CounterSlot.boundAt(resource))
                    .putLong(row.barrier())
                    .putLong(row.limit());
        });
        sampled.update(key, counted);
        bounds.update(key, bounded);
    }

    boolean leads(long cgroup, int slot) throws ErrnoException {
        return cgroups.lookup(BpfRequest.wide(cgroup))
                .filter(value -> PinnedMap.ordered(value).getInt(0) == slot)
                .isPresent();
    }

    /// Ends a beancounter. What is still held by it belongs to nobody from now on.
    void end(int slot) throws ErrnoException {
        for (PinnedMap map : List.of(cgroups, namespaces)) {
            for (PinnedMap.Element element : map.all()) {
                if (element.value().getInt(0) == slot) {
                    map.delete(element.keyBytes());
                }
            }
        }
        bounds.update(BpfRequest.numbers(slot), new byte[BOUNDS.valueBytes()]);
    }

    Bounds bounds(int slot, Beancounter resource) throws ErrnoException {
        return bounds.lookup(BpfRequest.numbers(slot))
                .map(value -> CounterSlot.boundsOf(PinnedMap.ordered(value), resource))
                .orElse(Bounds.NONE);
    }

    void bound(int slot, Beancounter resource, Bounds wanted) throws ErrnoException {
        bound(slot, number(slot), new Change(resource, _ -> wanted));
    }

    /// What the bounds of a resource are to become.
    record Change(Beancounter resource, UnaryOperator<Bounds> to) {}

    /// Changes bounds, with one look and one write.
    ///
    /// @return whether the slot has that number; if not, nothing is changed
    boolean bound(int slot, long number, Change change) throws ErrnoException {
        byte[] key = BpfRequest.numbers(slot);
        byte[] bytes = bounds.lookup(key).orElseThrow();
        ByteBuffer value = PinnedMap.ordered(bytes);
        if (value.getLong(0) != number) {
            return false;
        }
        Bounds wanted = change.to().apply(CounterSlot.boundsOf(value, change.resource()));
        int at = CounterSlot.boundAt(change.resource());
        value.putLong(at, wanted.barrier()).putLong(at + Long.BYTES, wanted.limit());
        bounds.update(key, bytes);
        return true;
    }

    UbcRow row(int slot, Beancounter resource) throws ErrnoException {
        byte[] key = BpfRequest.numbers(slot);
        return new CounterSlot(
                        PinnedMap.ordered(counts.lookup(key).orElseThrow()),
                        PinnedMap.ordered(sampled.lookup(key).orElseThrow()),
                        PinnedMap.ordered(bounds.lookup(key).orElseThrow()))
                .row(resource);
    }

    /// Bytes of one of [SocketBuffers#RESOURCES] that a slot's sockets may hold together: at most
    /// its bound, whatever they hold.
    long reserved(int slot, Beancounter resource) throws ErrnoException {
        ByteBuffer count = PinnedMap.ordered(counts.lookup(BpfRequest.numbers(slot)).orElseThrow());
        return Math.max(0, count.getLong(CounterSlot.countAt(resource)));
    }

    /// The counters and bounds of all slots in use, by their numbers.
    SortedMap<Long, CounterSlot> all() throws ErrnoException {
        SortedMap<Long, CounterSlot> all = new TreeMap<>();
        BitSet used = used();
        List<ByteBuffer> counted = values(counts, used);
        List<ByteBuffer> looked = values(sampled, used);
        List<ByteBuffer> bounded = values(bounds, used);
        int first = used.nextSetBit(0);
        used.stream()
                .forEach(slot -> {
                    ByteBuffer bound = bounded.get(slot - first);
                    all.put(
                            bound.getLong(0),
                            new CounterSlot(
                                    counted.get(slot - first), looked.get(slot - first), bound));
                });
        return all;
    }

    @Override
    public void close() {
        List.of(counts, sampled, bounds, cgroups, namespaces, control).forEach(PinnedMap::close);
    }
}
