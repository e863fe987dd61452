package org.vzgit.kernel.beancounter;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;

/// One beancounter as it was read, and how `main/bpf/beancounter.h` lays it out: a row of three
/// numbers for each resource in the arrays of counters, and of two behind its number in that of
/// bounds.
///
/// @param sampled what no program counts as it changes
record CounterSlot(ByteBuffer counts, ByteBuffer sampled, ByteBuffer bounds) {
    /// `enum resource` has the order of the schema's.
    static final List<Beancounter> ROWS = List.of(Beancounter.values());

    private static final int COUNT_BYTES = 3 * Long.BYTES;
    private static final int BOUND_BYTES = 2 * Long.BYTES;

    /// Of a slot in an array of counters.
    static final int COUNTS_BYTES = ROWS.size() * COUNT_BYTES;

    /// Of a slot in the array of bounds.
    static final int BOUNDS_BYTES = Long.BYTES + ROWS.size() * BOUND_BYTES;

    private static final Map<Beancounter, Integer> INDEX = new EnumMap<>(Beancounter.class);

    static {
        ROWS.forEach(resource -> INDEX.put(resource, ROWS.indexOf(resource)));
    }

    /// Its number in [#ROWS]: asked thirty times for each VE that is read.
    static int indexOf(Beancounter resource) {
        return INDEX.getOrDefault(resource, ROWS.size());
    }

    /// Where held, maxheld and failcnt of a resource are.
    static int countAt(Beancounter resource) {
        return indexOf(resource) * COUNT_BYTES;
    }

    /// Where barrier and limit of a resource are.
    static int boundAt(Beancounter resource) {
        return Long.BYTES + indexOf(resource) * BOUND_BYTES;
    }

    static Bounds boundsOf(ByteBuffer value, Beancounter resource) {
        int at = boundAt(resource);
        return new Bounds(value.getLong(at), value.getLong(at + Long.BYTES));
    }

    UbcRow row(Beancounter resource) {
        // Of buffers the programs count what is reserved, which is more than what is used.
        ByteBuffer used = SocketBuffers.RESOURCES.contains(resource) ? sampled : counts;
        int at = countAt(resource);
        Bounds bound = boundsOf(bounds, resource);
        // A charge that is being refused is in held for the moment; so is, below zero, an object
        // that is older than the beancounter.
        long held = Math.max(0, used.getLong(at));
        return new UbcRow(
                held,
                Math.max(held, used.getLong(at + Long.BYTES)),
                bound.barrier(),
                bound.limit(),
                counts.getLong(at + 2 * Long.BYTES));
    }
}
