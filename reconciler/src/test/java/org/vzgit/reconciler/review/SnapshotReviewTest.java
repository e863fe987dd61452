package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a review adds when somebody looked at the node: use, cuts, capacity, and how old that is.
class SnapshotReviewTest {
    private static final String SNAPSHOT =
            """
            {"apiVersion": "vzgit/v1", "kind": "NodeSnapshot", "node": "%s",
             "takenAt": "2026-11-22T11:58:00Z", "revision": "1b2c",
             "kernel": {"release": "6.18.0", "cpus": 4, "controls": {
               "physpages": "cgroup-v2", "numproc": "cgroup-v2", "cpuunits": "cgroup-v2"}},
             "ves": [{"veid": 101, "counters": {
               "numproc": {"held": 57, "maxheld": 93, "failcnt": 12},
               "physpages": {"held": 40000, "maxheld": 80000, "failcnt": 0}}}]}
            """;

    @ParameterizedTest
    @CsvSource({
        "200, 93, NONE",
        "200, 92, BELOW_MAXHELD",
        "200, 57, BELOW_MAXHELD",
        "200, 56, BELOW_HELD",
        "50, 300, NONE",
        "200, unlimited, NONE"
    })
    void aLowerLimitIsHeldAgainstWhatWasSeen(String from, String to, Cut cut) {
        Review review = review(numproc(from), numproc(to), "", "hn1");
        FieldReview field = review.ves().getFirst().fields().getFirst();
        assertEquals("numproc", field.field());
        assertEquals(cut, field.cut());
        assertEquals("held 57  maxheld 93  failcnt 12", field.live().text());
        assertEquals(cut == Cut.BELOW_HELD, review.isDenied());
    }

    @ParameterizedTest
    @CsvSource({
        "web1/numproc, ALLOWED",
        "101/numproc, ALLOWED",
        "'web2/numproc, 101/numproc', ALLOWED",
        "web1/physpages, BELOW_HELD",
        "web2/numproc, BELOW_HELD",
        "WEB1/numproc, BELOW_HELD",
        "*/*, BELOW_HELD",
        "web1, BELOW_HELD"
    })
    void onlyTheTrailerThatNamesTheVeAndTheResourceAllows(String trailer, Cut cut) {
        Review review = review(numproc("200"), numproc("50"), trailer, "hn1");
        assertEquals(cut, review.ves().getFirst().fields().getFirst().cut());
        assertEquals(cut != Cut.ALLOWED, review.isDenied());
    }

    @Test
    void aSnapshotOfAnotherNodeSaysNothing() {
        Review review = review(numproc("200"), numproc("50"), "", "hn2");
        assertEquals(FieldReview.Use.UNKNOWN, review.ves().getFirst().fields().getFirst().use());
        assertFalse(review.isDenied());
        assertTrue(review.nodes().getFirst().snapshot().isEmpty());
        assertFalse(ReviewCase.PLAIN.of(review, ReviewFormat.TEXT).contains("snapshot"));
    }

    @Test
    void aNewNameOfTheVeCountsInTheTrailer() {
        String renamed = numproc("50").replace("web1", "www");
        Review old = review(numproc("200"), renamed, "web1/numproc", "hn1");
        assertTrue(old.isDenied(), "the VE has another name in the commit that is asked for");
        assertFalse(review(numproc("200"), renamed, "www/numproc", "hn1").isDenied());
        assertFalse(review(numproc("200"), renamed, "101/numproc", "hn1").isDenied());
        assertEquals(1, old.ves().size());
        assertEquals(
                List.of("name web1 → www", "numproc 200 → 50", "hostname web1 → www"),
                old.ves().getFirst().fields().stream()
                        .map(field -> field.field() + " " + field.change())
                        .toList());
    }

    @Test
    void aMoveIsAStopHereAndANewVeThere() {
        Review review = review(numproc("200"), numproc("200").replace("hn1", "hn2"), "", "hn1");
        VeReview here = review.nodes().getFirst().ves().getFirst();
        VeReview there = review.nodes().getLast().ves().getFirst();
        assertEquals("node hn1 → hn2", told(here));
        assertEquals(Effect.STOP, here.effect());
        assertEquals("down for good within 120 s", here.interruption());
        assertEquals("numproc - → 200", told(there));
        assertEquals(Effect.CREATE, there.effect());
        assertFalse(there.goesDown());
        assertEquals(2, review.nodes().size());
    }

    @ParameterizedTest
    @CsvSource({
        "120, 2 min old",
        "59, 59 s old",
        "7200, 2 h old",
        "864000, 10 days old",
        "-5, 'from the future, by a wrong clock'"
    })
    void everyFormatForPeopleSaysHowOldTheSnapshotIs(long seconds, String age) {
        Review review = review(numproc("200"), numproc("210"), "", "hn1");
        Rendering later =
                new Rendering(
                        Palette.PLAIN,
                        review.nodes()
                                .getFirst()
                                .snapshot()
                                .orElseThrow()
                                .plus(Duration.ofSeconds(seconds)),
                        "",
                        "",
                        60_000);
        assertTrue(
                later.of(review, ReviewFormat.TEXT)
                        .contains("\nnode hn1 · snapshot " + age + "\n"));
        assertTrue(
                later.of(review, ReviewFormat.MARKDOWN)
                        .contains("1 live · snapshot " + age + "</summary>"));
        JsonNode node =
                JsonMapper.shared().readTree(later.of(review, ReviewFormat.JSON)).at("/nodes/0");
        assertEquals(age, node.at("/snapshot/age").asString());
        assertEquals("2026-11-22T11:58:00Z", node.at("/snapshot/takenAt").asString());
    }

    @Test
    void theAgeIsTheOnlyThingThatTimeChanges() {
        Review review = review(numproc("200"), numproc("50"), "", "hn1");
        Rendering later =
                new Rendering(
                        Palette.PLAIN, ReviewCase.NOW.plus(Duration.ofDays(9)), "", "", 60_000);
        for (ReviewFormat format : ReviewFormat.values()) {
            assertEquals(
                    ReviewCase.PLAIN.of(review, format).replace("2 min old", "9 days old"),
                    later.of(review, format));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1G | 2G | 25% → 50%  |                                          | false
                    1G | 3G | 25% → 75%  | above 60%                                | false
                    1G | 4G | 25% → 100% | above 80%: denied by the policy of the node | true
                    4G | 3G | 100% → 75% | above 60% as before                      | false
                    """)
    void capacityIsToldBeforeAndAfter(
            String before, String after, String change, String remark, boolean denied) {
        Review review = review(ram(before), ram(after), "", "hn1");
        CapacityRow row =
                review.nodes().getFirst().capacity().stream()
                        .filter(one -> one.name().equals("ram commitment"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(change, row.change());
        assertEquals(remark == null ? "" : remark, row.remark());
        assertEquals(denied, row.isDenied());
        assertEquals(denied, review.isDenied());
        String text = ReviewCase.PLAIN.of(review, ReviewFormat.TEXT);
        assertTrue(text.contains(change), text);
        assertEquals(denied, text.contains("denied by the policy"), text);
    }

    @Test
    void utilisationIsToldOnlyWhereSomebodyLooked() {
        assertTrue(
                ReviewCase.PLAIN
                        .of(review(ram("1G"), ram("2G"), "", "hn1"), ReviewFormat.TEXT)
                        .contains("ram utilisation"));
        assertFalse(
                ReviewCase.PLAIN
                        .of(review(ram("1G"), ram("2G"), "", "hn2"), ReviewFormat.TEXT)
                        .contains("utilisation"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"numproc", "ram"})
    void theOrderOfFilesAndSnapshotsChangesNoByte(String kind) {
        String before = kind.equals("ram") ? ram("1G") : numproc("200");
        String after = kind.equals("ram") ? ram("3G") : numproc("50");
        for (ReviewFormat format : ReviewFormat.values()) {
            Set<String> texts = new TreeSet<>();
            for (boolean turned : List.of(false, true)) {
                List<NodeSnapshot> snapshots =
                        List.of(
                                NodeSnapshot.parse(SNAPSHOT.formatted("hn1")),
                                NodeSnapshot.parse(SNAPSHOT.formatted("hn2")));
                Review review =
                        Reviewer.review(
                                new ReviewRequest(
                                        state(before, turned),
                                        state(after, turned),
                                        new TreeSet<>(),
                                        turned ? snapshots.reversed() : snapshots,
                                        AllowedCuts.NONE));
                texts.add(ReviewCase.PLAIN.of(review, format));
            }
            assertEquals(1, texts.size(), format.toString());
        }
    }

    private static String told(VeReview ve) {
        return String.join(
                ", ",
                ve.fields().stream().map(field -> field.field() + " " + field.change()).toList());
    }

    private static Review review(String base, String head, String trailer, String seen) {
        return Reviewer.review(
                new ReviewRequest(
                        state(base, false),
                        state(head, false),
                        new TreeSet<>(),
                        List.of(NodeSnapshot.parse(SNAPSHOT.formatted(seen))),
                        AllowedCuts.of(List.of(trailer))));
    }

    private static DesiredState state(String document, boolean turned) {
        List<SourceFile> files = new ArrayList<>();
        files.add(new SourceFile("ve/web1.yaml", document));
        files.add(new SourceFile("ve/other1.yaml", ve("other1", 998, "hn1", "state: stopped")));
        files.add(new SourceFile("ve/other2.yaml", ve("other2", 999, "hn2", "state: stopped")));
        files.add(
                new SourceFile(
                        "hn2.yaml",
                        "apiVersion: vzgit/v1\nkind: Node\nmetadata: {name: hn2}\nspec: {}\n"));
        files.add(
                new SourceFile(
                        "hn1.yaml",
                        """
                        apiVersion: vzgit/v1
                        kind: Node
                        metadata: {name: hn1}
                        spec:
                          capacity: {cpus: 4, memory: 4G, swap: 4G, processes: 1000}
                          overcommit:
                            ramCommitment: {warn: 60, deny: 80}
                        """));
        return new DesiredStateReader()
                .read(new Revision(Revision.DIRECTORY, ""), turned ? files.reversed() : files);
    }

    private static String numproc(String limit) {
        return ve("web1", 101, "hn1", "beancounters: {numproc: " + limit + "}");
    }

    private static String ram(String size) {
        return ve("web1", 101, "hn1", "memory: {ram: " + size + ", swap: 0}");
    }

    private static String ve(String name, int veid, String node, String more) {
        return """
        apiVersion: vzgit/v1
        kind: VE
        metadata: {name: %s}
        spec:
          veid: %d
          node: %s
          template: busybox
          %s
        """
                .formatted(name, veid, node, more);
    }
}
