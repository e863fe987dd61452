package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.state.Control;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

class SnapshotTextTest {
    private static final String START =
            """
            {"apiVersion": "vzgit/v1", "kind": "NodeSnapshot", "node": "hn1",
             "takenAt": "2026-11-22T11:59:18Z", "revision": "1b2c",
             "kernel": {"release": "6.18.0", "cpus": 2, "controls": {"numproc": "cgroup-v1"}},
             "ves": [\
            """;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        NodeSnapshot snapshot = ReviewCase.named("cut").request().snapshots().getFirst();
        assertEquals(snapshot, NodeSnapshot.parse(snapshot.json()));
        assertEquals(57, snapshot.counter(new VeId(101), "numproc").held().orElseThrow());
    }

    @Test
    void whatTheKernelDoesNotCountIsUnknownAndNotZero() {
        NodeSnapshot snapshot =
                NodeSnapshot.parse(START + ve(101, "\"numproc\": {\"held\": 3}") + "]}");
        Counter counter = snapshot.counter(new VeId(101), "numproc");
        assertEquals(OptionalLong.of(3), counter.held());
        assertEquals(OptionalLong.empty(), counter.maxheld());
        assertEquals(Counter.UNKNOWN, snapshot.counter(new VeId(101), "physpages"));
        assertEquals(Counter.UNKNOWN, snapshot.counter(new VeId(102), "numproc"));
    }

    @Test
    void aControlThatIsNotThereIsAbsent() {
        NodeSnapshot snapshot = NodeSnapshot.parse(START + "]}");
        assertEquals(Control.CGROUP_V1, snapshot.features().controlOf(Resource.NUMPROC));
        assertEquals(Control.ABSENT, snapshot.features().controlOf(Resource.PHYSPAGES));
    }

    @Test
    void asManyVesAsANodeMayHaveAreReadAndOneMoreIsRefused() {
        assertEquals(
                SnapshotText.VES_MAX,
                NodeSnapshot.parse(START + ves(SnapshotText.VES_MAX) + "]}").ves().size());
        refused(START + ves(SnapshotText.VES_MAX + 1) + "]}", "no list of at most");
    }

    @Test
    void countersHaveABoundToo() {
        String most = START + ve(101, counters(SnapshotText.COUNTERS_MAX)) + "]}";
        NodeSnapshot snapshot = NodeSnapshot.parse(most);
        assertEquals(
                List.of(SnapshotText.COUNTERS_MAX),
                snapshot.ves().values().stream().map(counters -> counters.size()).toList());
        refused(START + ve(101, counters(SnapshotText.COUNTERS_MAX + 1)) + "]}", "more than 64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                            | its kind is not NodeSnapshot
                    null                                          | its kind is not NodeSnapshot
                    [1]                                           | its kind is not NodeSnapshot
                    {                                             | it is no JSON
                    {"kind": "NodeSnapshot"}                      | its apiVersion is not vzgit/v1
                    {"kind": "NodeSnapshot", "apiVersion": "v2"}  | its apiVersion is not vzgit/v1
                    """)
    void whatIsNoSnapshotIsRefusedWithAReason(String text, String reason) {
        refused(text, reason);
    }

    @Test
    void wrongValuesAreRefusedWithAReason() {
        refused(START.replace("hn1", "../x") + "]}", "not a name");
        refused(START.replace("2026-11-22T11:59:18Z", "yesterday") + "]}", "takenAt is no time");
        refused(START + ve(7, "") + "]}", "veid 7 is outside");
        refused(START + "{\"veid\": 101.5}" + "]}", "veid 0 is outside");
        refused(START + "{\"veid\": \"101\"}" + "]}", "veid 0 is outside");
        refused(START + "{\"counters\": {}}" + "]}", "veid 0 is outside");
        refused(START + ve(101, "") + "," + ve(101, "") + "]}", "comes twice");
        refused(START + ve(101, "\"numproc\": {\"held\": -1}") + "]}", "held is no count");
        refused(START + ve(101, "\"numproc\": {\"held\": 1.5}") + "]}", "held is no count");
        refused(START + ve(101, "\"numproc\": {\"failcnt\": \"3\"}") + "]}", "failcnt is no count");
        refused(START + ve(101, "\"numproc\": {\"held\": 1e30}") + "]}", "held is no count");
    }

    private static void refused(String text, String reason) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> NodeSnapshot.parse(text));
        assertTrue(String.valueOf(wrong.getMessage()).contains(reason), wrong.toString());
    }

    private static String ve(int veid, String counters) {
        return "{\"veid\": %d, \"counters\": {%s}}".formatted(veid, counters);
    }

    private static String ves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ve(101 + i, ""))
                .collect(Collectors.joining(","));
    }

    private static String counters(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"c%d\": {\"held\": 1}".formatted(i))
                .collect(Collectors.joining(","));
    }
}
