package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Beancounters out of meters and bounders that the kernel has anyway, with a ledger for what they
/// do not keep.
///
/// `maxheld` is the largest of what the kernel remembers, what the ledger remembers and what is
/// held now; looking writes a new one into the ledger where the kernel has none. So it is as exact
/// as the kernel's peak, or as the rate of looking.
final class KeptBeancounters implements Beancounters {
    private final VeCgroups cgroups;
    private final Ledger ledger;
    private final Supplier<List<Meter>> meters;
    private final List<Bounder> bounders;
    private final SortedMap<Beancounter, UbcLevel> levels;
    private final Keeping keeping;

    /// Whether looking may write a new highest use down.
    enum Keeping {
        PEAKS,
        NOTHING
    }

    /// @param meters for one look at all VEs
    /// @param levels of what the meters and bounders together do; a resource that is not in it is
    ///   absent here
    KeptBeancounters(
            Place place,
            Supplier<List<Meter>> meters,
            List<Bounder> bounders,
            Map<Beancounter, UbcLevel> levels) {
        this.cgroups = place.cgroups();
        this.ledger = place.ledger();
        this.keeping = place.keeping();
        this.meters = meters;
        this.bounders = List.copyOf(bounders);
        TreeMap<Beancounter, UbcLevel> all = new TreeMap<>(levels);
        for (Beancounter resource : Beancounter.values()) {
            all.putIfAbsent(resource, UbcLevel.ABSENT);
        }
        this.levels = Collections.unmodifiableSortedMap(all);
    }

    record Place(VeCgroups cgroups, Ledger ledger, Keeping keeping) {}

    @Override
    public SortedMap<Beancounter, UbcLevel> levels() {
        return levels;
    }

    @Override
    public Map<VeId, SortedMap<Beancounter, UbcRow>> read() {
        List<Meter> now = meters.get();
        SortedMap<VeId, SortedMap<Beancounter, UbcRow>> all = new ConcurrentSkipListMap<>();
        cgroups.list().parallelStream()
                .forEach(veid -> {
                    try {
                        all.put(veid, rows(veid, now));
                    } catch (IOException | OperationFailure _) {
                        // Left out: whoever asks tells one that went from one that hides.
                    }
                });
        return all;
    }

    private SortedMap<Beancounter, UbcRow> rows(VeId veid, List<Meter> now)
            throws IOException, OperationFailure {
        Map<Beancounter, Measure> measures = new EnumMap<>(Beancounter.class);
        for (Meter meter : now) {
            measures.putAll(meter.measure(veid));
        }
        measures.keySet().removeIf(resource -> !knows(resource));
        Map<Beancounter, Bounds> bounds = ledger.bounds(veid);
        Map<Beancounter, Long> peaks = peaks(veid, measures);
        SortedMap<Beancounter, UbcRow> rows = new TreeMap<>();
        measures.forEach((resource, measure) -> {
            long peak =
                    measure.peak().isPresent()
                            ? measure.peak().getAsLong()
                            : peaks.getOrDefault(resource, 0L);
            Bounds bound =
                    measure.bounds().orElseGet(() -> bounds.getOrDefault(resource, Bounds.NONE));
            rows.put(
                    resource,
                    new UbcRow(
                            measure.held(),
                            Math.max(peak, measure.held()),
                            bound.barrier(),
                            bound.limit(),
                            measure.failcnt()));
        });
        return rows;
    }

    private Map<Beancounter, Long> peaks(VeId veid, Map<Beancounter, Measure> measures)
            throws OperationFailure {
        Map<Beancounter, Long> known = ledger.peaks(veid);
        Map<Beancounter, Long> all = new EnumMap<>(Beancounter.class);
        all.putAll(known);
        measures.forEach((resource, measure) -> {
            if (measure.peak().isEmpty() && measure.held() > 0) {
                all.merge(resource, measure.held(), Math::max);
            }
        });
        if (keeping == Keeping.PEAKS && !all.equals(known)) {
            ledger.writePeaks(veid, all);
        }
        return all;
    }

    /// Brings the bounds that are in force to processes that came since.
    @Override
    public void open(VeId veid) throws OperationFailure {
        Map<Beancounter, Bounds> all = ledger.bounds(veid);
        for (Map.Entry<Beancounter, Bounds> entry : all.entrySet()) {
            if (levels.getOrDefault(entry.getKey(), UbcLevel.ABSENT) == UbcLevel.PER_PROCESS) {
                bound(veid, entry.getKey(), Bounds.NONE, all);
            }
        }
    }

    @Override
    public void close(VeId veid) throws OperationFailure {
        if (cgroups.list().contains(veid)) {
            ledger.writeBounds(veid, Map.of());
            ledger.writePeaks(veid, Map.of());
        }
    }

    /// The bound is in force before the ledger says so: after a crash in between it is set again.
    @Override
    public void set(VeId veid, Beancounter resource, BarrierLimit value) throws OperationFailure {
        if (!knows(resource)) {
            throw new OperationFailure(
                    FailureKind.UNSUPPORTED,
                    "set " + resource.key() + " of VE " + veid + ": nothing here counts it");
        }
        if (resource.resource().isPresent()) {
            cgroups.set(veid, resource.resource().get(), tested(resource, value));
            return;
        }
        Map<Beancounter, Bounds> all = new EnumMap<>(Beancounter.class);
        all.putAll(ledger.bounds(veid));
        Bounds before = all.getOrDefault(resource, Bounds.NONE);
        all.put(resource, before.with(value));
        bound(veid, resource, before, all);
        ledger.writeBounds(veid, all);
    }

    private static org.vzgit.schema.Limit tested(Beancounter resource, BarrierLimit value) {
        return resource.meaning() == Beancounter.Meaning.LIMIT ? value.limit() : value.barrier();
    }

    private void bound(VeId veid, Beancounter resource, Bounds before, Map<Beancounter, Bounds> all)
            throws OperationFailure {
        for (Bounder bounder : bounders) {
            if (bounder.resources().contains(resource)) {
                bounder.bound(veid, resource, before, all);
            }
        }
    }

    private boolean knows(Beancounter resource) {
        return levels.getOrDefault(resource, UbcLevel.ABSENT) != UbcLevel.ABSENT;
    }
}
