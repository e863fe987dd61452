package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// Counters that live with the VE's beancounter and not with the process that reads them.
final class KeptBeancountersTest {
    private static final VeId VE = new VeId(101);

    private final FakeCgroups cgroups = new FakeCgroups(VE);
    private final MemoryLedger ledger = new MemoryLedger();
    private final Map<Beancounter, Measure> measures = new EnumMap<>(Beancounter.class);
    private final List<String> bounded = new ArrayList<>();
    private boolean refusing;

    private final Meter meter =
            new Meter() {
                @Override
                public Set<Beancounter> resources() {
                    return Set.of();
                }

                @Override
                public Map<Beancounter, Measure> measure(VeId veid) throws IOException {
                    return measures;
                }
            };

    private final Bounder bounder =
            new Bounder() {
                @Override
                public Set<Beancounter> resources() {
                    return Set.of(Beancounter.NUMFILE);
                }

                @Override
                public void bound(
                        VeId veid,
                        Beancounter resource,
                        Bounds before,
                        Map<Beancounter, Bounds> all)
                        throws OperationFailure {
                    if (refusing) {
                        throw new OperationFailure(FailureKind.DENIED, "EPERM");
                    }
                    bounded.add(
                            before.limit()
                                    + " to "
                                    + all.getOrDefault(resource, Bounds.NONE).limit());
                }
            };

    private KeptBeancounters kept(KeptBeancounters.Keeping keeping) {
        return new KeptBeancounters(
                new KeptBeancounters.Place(cgroups, ledger, keeping),
                () -> List.of(meter),
                List.of(bounder),
                Map.of(
                        Beancounter.NUMFILE, UbcLevel.PER_PROCESS,
                        Beancounter.SHMPAGES, UbcLevel.COUNTED,
                        Beancounter.KMEMSIZE, UbcLevel.COUNTED,
                        Beancounter.PHYSPAGES, UbcLevel.CGROUP,
                        Beancounter.NUMPROC, UbcLevel.CGROUP));
    }

    private UbcRow row(Beancounter resource) {
        return kept(KeptBeancounters.Keeping.PEAKS)
                .read()
                .getOrDefault(VE, new TreeMap<>())
                .getOrDefault(resource, UbcRow.EMPTY);
    }

    private static BarrierLimit count(long barrier, long limit) {
        return new BarrierLimit(Limit.of(new Count(barrier)), Limit.of(new Count(limit)));
    }

    @Test
    void theHighestUseThatWasSeenSurvivesWhoeverSawIt() {
        measures.put(Beancounter.NUMFILE, Measure.of(50));
        assertEquals(50, row(Beancounter.NUMFILE).maxheld());
        measures.put(Beancounter.NUMFILE, Measure.of(20));
        assertEquals(20, row(Beancounter.NUMFILE).held());
        assertEquals(50, row(Beancounter.NUMFILE).maxheld());
    }

    @Test
    void aPeakThatTheKernelKeepsIsNotWrittenDown() {
        measures.put(Beancounter.KMEMSIZE, new Measure(10, OptionalLong.of(99), 3));
        assertEquals(99, row(Beancounter.KMEMSIZE).maxheld());
        assertEquals(3, row(Beancounter.KMEMSIZE).failcnt());
        assertEquals(0, ledger.writes);
    }

    @Test
    void maxheldIsNeverBelowHeld() {
        measures.put(Beancounter.KMEMSIZE, new Measure(10, OptionalLong.of(9), 0));
        assertEquals(10, row(Beancounter.KMEMSIZE).maxheld());
    }

    @Test
    void aLookThatFindsNothingNewWritesNothing() {
        measures.put(Beancounter.NUMFILE, Measure.of(50));
        row(Beancounter.NUMFILE);
        row(Beancounter.NUMFILE);
        assertEquals(1, ledger.writes);
    }

    @Test
    void whoeverOnlyLooksWritesNothingAtAll() {
        measures.put(Beancounter.NUMFILE, Measure.of(50));
        kept(KeptBeancounters.Keeping.NOTHING).read();
        assertEquals(0, ledger.writes);
    }

    @Test
    void boundsOfACountedResourceAreShownAsTheyWereSet() throws Exception {
        measures.put(Beancounter.SHMPAGES, Measure.of(7));
        BarrierLimit value = new BarrierLimit(Limit.of(new Pages(10)), Limit.of(new Pages(20)));
        kept(KeptBeancounters.Keeping.NOTHING).set(VE, Beancounter.SHMPAGES, value);
        assertEquals(new UbcRow(7, 7, 10, 20, 0), row(Beancounter.SHMPAGES));
        assertEquals(List.of(), bounded);
    }

    @Test
    void aChangeOfBoundsTouchesNeitherPeakNorFailcnt() throws Exception {
        measures.put(Beancounter.KMEMSIZE, new Measure(10, OptionalLong.of(99), 3));
        kept(KeptBeancounters.Keeping.NOTHING).set(VE, Beancounter.KMEMSIZE, count(1, 2));
        assertEquals(new UbcRow(10, 99, 1, 2, 3), row(Beancounter.KMEMSIZE));
    }

    @Test
    void aBoundThatWasRefusedIsNotShown() throws Exception {
        measures.put(Beancounter.NUMFILE, Measure.of(5));
        kept(KeptBeancounters.Keeping.NOTHING).set(VE, Beancounter.NUMFILE, count(9, 9));
        refusing = true;
        assertThrows(
                OperationFailure.class,
                () ->
                        kept(KeptBeancounters.Keeping.NOTHING)
                                .set(VE, Beancounter.NUMFILE, count(99, 99)));
        assertEquals(9, row(Beancounter.NUMFILE).limit());
    }

    @Test
    void aBounderHearsWhatWasInForce() throws Exception {
        KeptBeancounters kept = kept(KeptBeancounters.Keeping.NOTHING);
        kept.set(VE, Beancounter.NUMFILE, count(9, 9));
        kept.set(VE, Beancounter.NUMFILE, count(5, 5));
        assertEquals(List.of(Long.MAX_VALUE + " to 9", "9 to 5"), bounded);
    }

    @Test
    void openingAgainBringsBoundsToNewProcesses() throws Exception {
        KeptBeancounters kept = kept(KeptBeancounters.Keeping.NOTHING);
        kept.open(VE);
        kept.set(VE, Beancounter.NUMFILE, count(9, 9));
        kept.set(VE, Beancounter.SHMPAGES, count(9, 9));
        bounded.clear();
        kept.open(VE);
        assertEquals(List.of(Long.MAX_VALUE + " to 9"), bounded);
    }

    @Test
    void resourcesGoToTheirControllerWithTheBoundThatOpenVzTests() throws Exception {
        KeptBeancounters kept = kept(KeptBeancounters.Keeping.NOTHING);
        kept.set(VE, Beancounter.NUMPROC, count(10, 20));
        kept.set(VE, Beancounter.PHYSPAGES, count(0, 20));
        assertEquals(
                Map.of(
                        Resource.NUMPROC, Limit.of(new Count(10)),
                        Resource.PHYSPAGES, Limit.of(new Count(20))),
                cgroups.limits);
        measures.putAll(
                new ResourceMeter(cgroups, Set.of(Beancounter.NUMPROC, Beancounter.PHYSPAGES))
                        .measure(VE));
        assertEquals(new UbcRow(0, 0, 10, 10, 0), row(Beancounter.NUMPROC));
        assertEquals(new UbcRow(0, 0, 0, 20, 0), row(Beancounter.PHYSPAGES));
    }

    @Test
    void aResourceThatNothingCountsIsRefused() {
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () ->
                                kept(KeptBeancounters.Keeping.NOTHING)
                                        .set(VE, Beancounter.NUMIPTENT, count(9, 9)));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
    }

    @Test
    void closingForgetsTheCounters() throws Exception {
        measures.put(Beancounter.NUMFILE, Measure.of(50));
        KeptBeancounters kept = kept(KeptBeancounters.Keeping.PEAKS);
        kept.set(VE, Beancounter.NUMFILE, count(99, 99));
        kept.read();
        kept.close(VE);
        measures.put(Beancounter.NUMFILE, Measure.of(1));
        assertEquals(new UbcRow(1, 1, Long.MAX_VALUE, Long.MAX_VALUE, 0), row(Beancounter.NUMFILE));
    }

    @Test
    void closingWhatIsNotThereIsSuccess() throws Exception {
        cgroups.ves.clear();
        kept(KeptBeancounters.Keeping.PEAKS).close(VE);
        assertEquals(0, ledger.writes);
    }

    @Test
    void aVeWhoseLedgerCannotBeReadIsLeftOut() {
        measures.put(Beancounter.NUMFILE, Measure.of(50));
        ledger.broken = true;
        assertFalse(kept(KeptBeancounters.Keeping.PEAKS).read().containsKey(VE));
    }

    @Test
    void whatIsAbsentIsNotAmongTheRows() {
        measures.put(Beancounter.NUMFLOCK, Measure.of(1));
        measures.put(Beancounter.NUMFILE, Measure.of(1));
        assertEquals(
                Set.of(Beancounter.NUMFILE),
                kept(KeptBeancounters.Keeping.NOTHING)
                        .read()
                        .getOrDefault(VE, new TreeMap<>())
                        .keySet());
    }
}
