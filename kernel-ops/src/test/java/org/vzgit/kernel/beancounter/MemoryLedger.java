package org.vzgit.kernel.beancounter;

import java.util.Map;
import java.util.TreeMap;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// A ledger that can break, and that tells how often it was written.
final class MemoryLedger implements Ledger {
    private final Map<VeId, Map<Beancounter, Bounds>> bounds = new TreeMap<>();
    private final Map<VeId, Map<Beancounter, Long>> peaks = new TreeMap<>();
    boolean broken;
    int writes;

    @Override
    public Map<Beancounter, Bounds> bounds(VeId veid) throws OperationFailure {
        check();
        return bounds.getOrDefault(veid, Map.of());
    }

    @Override
    public void writeBounds(VeId veid, Map<Beancounter, Bounds> all) throws OperationFailure {
        check();
        writes++;
        bounds.put(veid, Map.copyOf(all));
    }

    @Override
    public Map<Beancounter, Long> peaks(VeId veid) throws OperationFailure {
        check();
        return peaks.getOrDefault(veid, Map.of());
    }

    @Override
    public void writePeaks(VeId veid, Map<Beancounter, Long> all) throws OperationFailure {
        check();
        writes++;
        peaks.put(veid, Map.copyOf(all));
    }

    private void check() throws OperationFailure {
        if (broken) {
            throw new OperationFailure(FailureKind.BROKEN, "the ledger is broken");
        }
    }
}
