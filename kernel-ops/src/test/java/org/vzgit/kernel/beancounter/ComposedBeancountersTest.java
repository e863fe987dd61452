package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// Each resource comes whole from the source that carries it out best.
final class ComposedBeancountersTest {
    private static final VeId VE = new VeId(101);
    private static final VeId OTHER = new VeId(102);

    private final FakeSource programs =
            new FakeSource(
                    Map.of(
                            Beancounter.NUMFILE, UbcLevel.ENFORCED,
                            Beancounter.NUMPROC, UbcLevel.ENFORCED_WEAKER));
    private final FakeSource files =
            new FakeSource(
                    Map.of(
                            Beancounter.NUMFILE, UbcLevel.COUNTED,
                            Beancounter.NUMPROC, UbcLevel.ENFORCED_WEAKER,
                            Beancounter.PHYSPAGES, UbcLevel.CGROUP));
    private final ComposedBeancounters composed =
            new ComposedBeancounters(List.of(programs, files));

    @Test
    void theLevelIsTheBestOfAll() {
        assertEquals(UbcLevel.ENFORCED, composed.levels().get(Beancounter.NUMFILE));
        assertEquals(UbcLevel.CGROUP, composed.levels().get(Beancounter.PHYSPAGES));
        assertEquals(UbcLevel.ABSENT, composed.levels().get(Beancounter.NUMIPTENT));
        assertEquals(Beancounter.values().length, composed.levels().size());
    }

    @Test
    void aBoundIsSetWhereItIsCarriedOutBestAndNowhereElse() throws Exception {
        BarrierLimit ten = BarrierLimit.both(Limit.of(new Count(10)));
        composed.set(VE, Beancounter.NUMFILE, ten);
        composed.set(VE, Beancounter.NUMPROC, ten);
        composed.set(VE, Beancounter.PHYSPAGES, ten);
        assertEquals(List.of("set 101 numfile 10", "set 101 numproc 10"), programs.calls);
        assertEquals(List.of("set 101 physpages 10"), files.calls);
    }

    @Test
    void aResourceThatNobodyKnowsIsRefusedByName() {
        BarrierLimit ten = BarrierLimit.both(Limit.of(new Count(10)));
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class, () -> composed.set(VE, Beancounter.NUMIPTENT, ten));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertEquals(
                "set numiptent of VE 101 to 10: this node does not know it", failure.getMessage());
    }

    @Test
    void rowsOfAWeakerSourceAreLeftOut() throws Exception {
        programs.row(VE, Beancounter.NUMFILE, 5).row(VE, Beancounter.NUMPROC, 6);
        files.row(VE, Beancounter.NUMFILE, 50).row(VE, Beancounter.PHYSPAGES, 7);
        var rows = composed.read().getOrDefault(VE, new TreeMap<>());
        assertEquals(
                "{NUMPROC=6, PHYSPAGES=7, NUMFILE=5}",
                new TreeMap<>(
                                Map.of(
                                        Beancounter.NUMPROC, held(rows, Beancounter.NUMPROC),
                                        Beancounter.PHYSPAGES, held(rows, Beancounter.PHYSPAGES),
                                        Beancounter.NUMFILE, held(rows, Beancounter.NUMFILE)))
                        .toString());
        assertEquals(3, rows.size());
    }

    private static long held(
            Map<Beancounter, org.vzgit.kernel.state.UbcRow> rows, Beancounter resource) {
        return rows.getOrDefault(resource, org.vzgit.kernel.state.UbcRow.EMPTY).held();
    }

    @Test
    void aVeThatOneSourceLacksIsLeftOut() throws Exception {
        programs.row(VE, Beancounter.NUMFILE, 5).row(OTHER, Beancounter.NUMFILE, 5);
        files.row(VE, Beancounter.PHYSPAGES, 7);
        assertEquals(java.util.Set.of(VE), composed.read().keySet());
    }

    @Test
    void aSourceFromWhichNothingComesIsNotRead() throws Exception {
        FakeSource idle = new FakeSource(Map.of(Beancounter.NUMFILE, UbcLevel.COUNTED));
        new ComposedBeancounters(List.of(programs, idle)).read();
        assertEquals(List.of(), idle.calls);
    }

    @Test
    void everySourceHearsOfTheBeginningAndTheEnd() throws Exception {
        composed.open(VE);
        composed.close(VE);
        assertEquals(List.of("open 101", "close 101"), programs.calls);
        assertEquals(List.of("open 101", "close 101"), files.calls);
    }

    @Test
    void whatASelfTestDisprovedIsOnlyCounted() {
        Proven proven = new Proven(java.util.Set.of(Beancounter.NUMPROC));
        assertEquals(UbcLevel.COUNTED, proven.atMost(Beancounter.NUMPROC, UbcLevel.CGROUP));
        assertEquals(UbcLevel.COUNTED, proven.atMost(Beancounter.NUMPROC, UbcLevel.PER_PROCESS));
        assertEquals(UbcLevel.COUNTED, proven.atMost(Beancounter.NUMPROC, UbcLevel.COUNTED));
        assertEquals(UbcLevel.CGROUP, proven.atMost(Beancounter.PHYSPAGES, UbcLevel.CGROUP));
        assertEquals(UbcLevel.ABSENT, proven.atMost(Beancounter.NUMPROC, UbcLevel.ABSENT));
    }
}
