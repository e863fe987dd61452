package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

class NodeSnapshotTest {
    private static final NodeName NODE = new NodeName("hn1");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Revision REVISION = new Revision("1b2c3d4", "");
    private static final VeId VE = new VeId(101);

    @Test
    void countersOfResourcesAndBeancountersAreTaken() {
        SortedMap<String, Counter> counters = countersOf(running());
        assertEquals(
                new Counter(OptionalLong.of(57), OptionalLong.of(93), OptionalLong.of(12)),
                counters.get("numproc"));
        assertEquals(
                new Counter(OptionalLong.of(7), OptionalLong.of(9), OptionalLong.of(1)),
                counters.get("kmemsize"));
    }

    @Test
    void whatIsNotCountedIsLeftOut() {
        assertFalse(countersOf(running()).containsKey("cpuunits"));
    }

    @Test
    void aVeThatDoesNotRunUsesNothingAndIsNotThere() {
        assertTrue(snapshot(ObservedVe.nothing(VE)).ves().isEmpty());
    }

    @Test
    void aVeOfWhichNothingCouldBeReadIsNotTakenForOneThatUsesNothing() {
        ObservedVe unread =
                new ObservedVe(
                        VE,
                        Reading.absent(),
                        Reading.unreadable("read memory.current: EIO"),
                        Reading.absent(),
                        Reading.absent());
        assertTrue(snapshot(unread).ves().isEmpty());
    }

    @Test
    void whatTheKernelCanDoIsTakenToo() {
        NodeSnapshot snapshot = snapshot(running());
        assertEquals("6.18.0", snapshot.features().release());
        assertEquals(Control.CGROUP_V2, snapshot.features().controlOf(Resource.NUMPROC));
        assertEquals(snapshot, NodeSnapshot.parse(snapshot.json()));
    }

    @Test
    void ofSeveralSnapshotsOfANodeTheNewestCounts() {
        NodeSnapshot old = snapshot(running());
        NodeSnapshot newer =
                new NodeSnapshot(
                        NODE,
                        NOW.plus(Duration.ofHours(1)),
                        REVISION,
                        old.features(),
                        Collections.emptySortedMap());
        for (List<NodeSnapshot> order : List.of(List.of(old, newer), List.of(newer, old))) {
            ReviewRequest request =
                    new ReviewRequest(empty(), empty(), new TreeSet<>(), order, AllowedCuts.NONE);
            assertEquals(newer, request.snapshotOf(NODE).orElseThrow());
            assertTrue(request.snapshotOf(new NodeName("hn2")).isEmpty());
        }
    }

    private static DesiredState empty() {
        return new DesiredState(
                REVISION,
                Collections.emptySortedMap(),
                Collections.emptySortedSet(),
                true,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                List.of());
    }

    private static SortedMap<String, Counter> countersOf(ObservedVe live) {
        return Objects.requireNonNull(snapshot(live).ves().get(VE));
    }

    private static NodeSnapshot snapshot(ObservedVe ve) {
        TreeMap<VeId, ObservedVe> ves = new TreeMap<>();
        ves.put(VE, ve);
        return NodeSnapshot.of(
                NODE,
                NOW,
                REVISION,
                new ObservedNode(
                        new Features("6.18.0", Map.of(Resource.NUMPROC, Control.CGROUP_V2), 4),
                        ves,
                        new TreeSet<>(),
                        new TreeMap<>()));
    }

    private static ObservedVe running() {
        Usage numproc =
                new Usage(
                        Reading.present(Limit.of(new Count(240))),
                        Reading.present(new Count(57)),
                        Reading.present(new Count(93)),
                        Reading.present(12L));
        Usage units = Usage.ofLimit(Reading.present(Limit.of(new CpuUnits(1000))));
        TreeMap<Beancounter, UbcRow> rows = new TreeMap<>();
        rows.put(Beancounter.KMEMSIZE, new UbcRow(7, 9, 100, 110, 1));
        return new ObservedVe(
                VE,
                Reading.absent(),
                Reading.present(
                        new ObservedCgroup(
                                true, Map.of(Resource.NUMPROC, numproc, Resource.CPUUNITS, units))),
                Reading.absent(),
                Reading.absent(),
                Reading.present(rows));
    }
}
