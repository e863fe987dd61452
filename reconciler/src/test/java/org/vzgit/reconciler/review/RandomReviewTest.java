package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;
import org.xml.sax.SAXException;

/// What holds of the review of any two revisions, tried on many that are drawn from seeds.
class RandomReviewTest {
    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    /// Fewer where each takes a validator.
    static LongStream fewSeeds() {
        return LongStream.range(100, 104);
    }

    /// Two revisions as rows of numbers and as desired states.
    private record Pair(
            SortedMap<VeId, List<Integer>> before, SortedMap<VeId, List<Integer>> after) {
        static Pair of(long seed) {
            RandomRevisions random = new RandomRevisions(seed);
            SortedMap<VeId, List<Integer>> before = random.draw();
            return new Pair(before, random.mutated(before));
        }

        DesiredState base() {
            return RandomRevisions.state(ReviewCase.BASE, before);
        }

        DesiredState head() {
            return RandomRevisions.state(ReviewCase.HEAD, after);
        }

        Review review() {
            return RandomReviewTest.review(base(), head());
        }

        /// Every VE of which anything that a node would carry out is not the same on both sides.
        SortedSet<VeId> changed() {
            SortedSet<VeId> all = new TreeSet<>(before.keySet());
            all.addAll(after.keySet());
            DesiredState base = base();
            DesiredState head = head();
            all.removeIf(veid -> told(base, veid).equals(told(head, veid)));
            return all;
        }

        private static List<Object> told(DesiredState state, VeId veid) {
            VeSpec spec = state.ves().get(veid);
            return spec == null
                    ? List.of()
                    : List.of(
                            spec.name(),
                            spec.state(),
                            spec.deletion(),
                            spec.hostname(),
                            spec.resources(),
                            spec.network());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRevisionAgainstItselfIsEmpty(long seed) {
        for (DesiredState state : List.of(Pair.of(seed).base(), Pair.of(seed).head())) {
            Review review = review(state, state);
            assertEquals(List.of(), review.nodes());
            assertEquals(2, review.untouched());
            assertEquals(0, review.operations());
            assertFalse(review.hasChanges());
            assertFalse(review.hasRefusals());
            assertFalse(review.isDenied());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void exactlyTheChangedVesAreCovered(long seed) {
        Pair pair = Pair.of(seed);
        List<VeId> told = pair.review().ves().stream().map(VeReview::veid).toList();
        assertEquals(pair.changed(), new TreeSet<>(told));
        assertEquals(pair.changed().size(), told.size(), "each once");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatComesAndGoesIsCalledSo(long seed) {
        Pair pair = Pair.of(seed);
        SortedMap<VeId, VeSpec> before = pair.base().ves();
        SortedMap<VeId, VeSpec> after = pair.head().ves();
        for (VeReview ve : pair.review().ves()) {
            Optional<VeSpec> base = Optional.ofNullable(before.get(ve.veid()));
            Optional<VeSpec> head = Optional.ofNullable(after.get(ve.veid()));
            assertEquals(base.isEmpty(), ve.effect() == Effect.CREATE, ve.toString());
            assertEquals(head.isEmpty(), ve.origin().isEmpty(), ve.toString());
            boolean goes =
                    base.filter(spec -> spec.state() == RunState.RUNNING).isPresent()
                            && head.filter(spec -> spec.state() == RunState.RUNNING).isEmpty();
            boolean destroyed = ve.effect() == Effect.DESTROY;
            assertEquals(goes || destroyed, ve.goesDown(), ve.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aChangedFieldSaysBothValuesAndNeverTwice(long seed) {
        for (VeReview ve : Pair.of(seed).review().ves()) {
            Set<String> seen = new HashSet<>();
            for (FieldReview field : ve.fields()) {
                assertFalse(field.from().equals(field.to()), ve.toString());
                assertTrue(seen.add(field.field() + field.change()), ve.toString());
                assertEquals(Cut.NONE, field.cut(), "no snapshot, no cut");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aVeThatStartsHasEveryNewValueFromItsStartOn(long seed) {
        Pair pair = Pair.of(seed);
        SortedMap<VeId, VeSpec> before = pair.base().ves();
        SortedMap<VeId, VeSpec> after = pair.head().ves();
        for (VeReview ve : pair.review().ves()) {
            VeSpec base = before.get(ve.veid());
            VeSpec head = after.get(ve.veid());
            if (base != null && head != null && !base.hostname().equals(head.hostname())) {
                boolean runs = base.state() == RunState.RUNNING && head.state() == RunState.RUNNING;
                FieldReview field =
                        ve.fields().stream()
                                .filter(one -> one.field().equals("hostname"))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(ve.toString()));
                assertEquals(runs ? How.LIVE : How.NEXT_START, field.how(), ve.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theMostDangerousComesFirstAndThenTheSmallestVeid(long seed) {
        for (NodeReview node : Pair.of(seed).review().nodes()) {
            VeReview last = null;
            for (VeReview ve : node.ves()) {
                if (last != null) {
                    int byEffect = last.effect().compareTo(ve.effect());
                    int order = byEffect == 0 ? last.veid().compareTo(ve.veid()) : byEffect;
                    assertTrue(order < 0, last + " before " + ve);
                }
                last = ve;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderInWhichVesWereReadChangesNoByte(long seed) {
        Pair pair = Pair.of(seed);
        Review shuffled =
                review(
                        RandomRevisions.state(ReviewCase.BASE, reversed(pair.before())),
                        RandomRevisions.state(ReviewCase.HEAD, reversed(pair.after())));
        for (ReviewFormat format : ReviewFormat.values()) {
            assertEquals(
                    ReviewCase.PLAIN.of(pair.review(), format),
                    ReviewCase.PLAIN.of(shuffled, format));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theWayBackTouchesTheSameVes(long seed) {
        Pair pair = Pair.of(seed);
        DesiredState from = pair.head();
        DesiredState to = pair.base();
        Review back = review(from, to);
        assertEquals(
                pair.changed(), new TreeSet<>(back.ves().stream().map(VeReview::veid).toList()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneNodeIsReviewedAsItIsAmongOthers(long seed) {
        Pair pair = Pair.of(seed);
        List<NodeReview> single = new ArrayList<>();
        for (String name : List.of("hn1", "hn2")) {
            single.addAll(
                    Reviewer.review(
                                    new ReviewRequest(
                                            pair.base(),
                                            pair.head(),
                                            new TreeSet<>(Set.of(new NodeName(name))),
                                            List.of(),
                                            AllowedCuts.NONE))
                            .nodes());
        }
        List<NodeReview> all = pair.review().nodes();
        assertEquals(
                all.stream().map(NodeReview::node).toList(),
                single.stream().map(NodeReview::node).toList());
        for (int i = 0; i < all.size(); i++) {
            assertEquals(all.get(i).ves(), single.get(i).ves());
            assertEquals(all.get(i).plan().steps(), single.get(i).plan().steps());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsInTheSummaryAddUp(long seed) {
        Review review = Pair.of(seed).review();
        assertEquals(
                review.ves().size(),
                review.counts().values().stream().mapToInt(Integer::intValue).sum());
        String text = ReviewCase.PLAIN.of(review, ReviewFormat.TEXT);
        String last = text.lines().toList().getLast();
        review.counts()
                .forEach((effect, count) ->
                        assertTrue(last.contains(count + " " + effect.code()), last));
        assertTrue(
                last.endsWith(" · " + ReviewSummary.counted(review.operations(), "operation")),
                last);
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void whatProgramsReadKeepsToItsPublishedSchema(long seed) throws IOException, SAXException {
        Review review = Pair.of(seed).review();
        assertEquals(
                List.of(),
                PublishedSchemas.ours(
                        PublishedSchemasTest.REVIEW,
                        ReviewCase.PLAIN.of(review, ReviewFormat.JSON)));
        assertEquals(
                List.of(), PublishedSchemas.sarif(ReviewCase.PLAIN.of(review, ReviewFormat.SARIF)));
        PublishedSchemas.junit(ReviewCase.PLAIN.of(review, ReviewFormat.JUNIT));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBudgetIsKeptAndWhatItLeavesOutIsCounted(long seed) {
        Review review = Pair.of(seed).review();
        int rows = rows(ReviewCase.PLAIN.of(review, ReviewFormat.MARKDOWN));
        for (int budget = Rendering.BYTE_BUDGET_MIN; budget < 8_000; budget += 700) {
            Rendering small = new Rendering(Palette.PLAIN, ReviewCase.NOW, "", "", budget);
            String text = small.of(review, ReviewFormat.MARKDOWN);
            assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= budget, budget + text);
            assertEquals(rows, rows(text) + omitted(text), text);
        }
    }

    /// Table rows without their two-line heads, and numbered operations.
    private static int rows(String text) {
        long rows = text.lines().filter(line -> line.matches("(\\| .*|\\d+\\. .*|\\* .*)")).count();
        long heads = text.lines().filter(line -> line.startsWith("|---")).count();
        return (int) (rows - heads);
    }

    private static int omitted(String text) {
        return text.lines()
                .filter(line -> line.startsWith("⚠ "))
                .mapToInt(line -> Integer.parseInt(line.split(" ", -1)[1]))
                .sum();
    }

    private static SortedMap<VeId, List<Integer>> reversed(SortedMap<VeId, List<Integer>> rows) {
        SortedMap<VeId, List<Integer>> reversed = new TreeMap<>(Collections.reverseOrder());
        reversed.putAll(rows);
        return reversed;
    }

    private static Review review(DesiredState base, DesiredState head) {
        return Reviewer.review(
                new ReviewRequest(base, head, new TreeSet<>(), List.of(), AllowedCuts.NONE));
    }
}
