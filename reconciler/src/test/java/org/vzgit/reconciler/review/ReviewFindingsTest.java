package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;
import org.vzgit.schema.check.Excess;
import org.vzgit.schema.check.Measure;

/// What a review says at a line of a document, and how loud.
class ReviewFindingsTest {
    private static final Origin PLACE = new Origin("ve/web1.yaml", 8, 5);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DESTROY    | WARNING | destroy: numproc 1 → 2; is removed with all its files; down for good within 30 s
                    RECREATE   | WARNING | recreate: numproc 1 → 2; would get a new private area: its files would be lost
                    STOP       | WARNING | stop: numproc 1 → 2; stops; its files stay; down for good within 30 s
                    RESTART    | WARNING | restart: numproc 1 → 2; stops and starts; down for at most 30 s and its start
                    RELOAD     | NOTICE  | reload: numproc 1 → 2
                    LIVE       | NOTICE  | live: numproc 1 → 2
                    CREATE     | NOTICE  | create: numproc 1 → 2
                    RETAIN     | NOTICE  | retain: numproc 1 → 2; its files stay
                    NEXT_START | NOTICE  | next-start: numproc 1 → 2
                    """)
    void everyEffectIsToldOnce(Effect effect, Level level, String told) {
        List<ReviewFinding> findings = findings(ve(effect, List.of(field(Cut.NONE))));
        assertEquals(
                List.of(
                        new ReviewFinding(
                                effect.code(),
                                level,
                                "101",
                                "hn1",
                                "VE web1 on hn1: " + told,
                                Optional.of(PLACE),
                                1)),
                findings);
    }

    @Test
    void whatIsRefusedIsToldByItsReasonAndNotAsAChange() {
        Blocked blocked =
                new Blocked(
                        new VeId(101), "web1", Blocked.Reason.NO_ROOM, "full", Optional.empty());
        VeReview ve =
                new VeReview(
                        new VeId(101),
                        "web1",
                        Effect.BLOCKED,
                        Optional.of(PLACE),
                        new Seconds(30),
                        List.of(field(Cut.NONE)),
                        List.of(blocked));
        assertEquals(
                List.of(
                        new ReviewFinding(
                                "no-room",
                                Level.ERROR,
                                "101",
                                "hn1",
                                "VE web1 on hn1: full",
                                Optional.empty(),
                                1)),
                findings(ve));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    BELOW_HELD    | cut-below-held    | ERROR   | VE web1 on hn1: numproc 1 → 2 is below what is in use, 57; lower the use first, or add to the commit message: Vzgit-Allow-Cut: web1/numproc
                    BELOW_MAXHELD | cut-below-maxheld | WARNING | VE web1 on hn1: numproc 1 → 2 is below the highest use, 93: expect refusals when it comes again
                    ALLOWED       | cut-allowed       | WARNING | VE web1 on hn1: numproc 1 → 2 is below what is in use, 57; the commit says that this is meant
                    """)
    void everyKindOfCutIsToldWithTheUse(Cut cut, String code, Level level, String message) {
        ReviewFinding first = findings(ve(Effect.LIVE, List.of(field(cut)))).getFirst();
        assertEquals(
                new ReviewFinding(code, level, "101/numproc", "", message, Optional.of(PLACE), 1),
                first);
        assertEquals(code + "::101/numproc", first.key());
        assertFalse(first.isOfDocument());
        assertTrue(RuleText.of(code).endsWith("."), RuleText.of(code));
    }

    @Test
    void theTrailerThatAFindingAsksForAllowsThatVeryCut() {
        String message =
                findings(ve(Effect.LIVE, List.of(field(Cut.BELOW_HELD)))).getFirst().message();
        String line = message.substring(message.indexOf(AllowedCuts.TRAILER));
        String value = line.substring(AllowedCuts.TRAILER.length() + 2);
        assertEquals(
                List.of("web1/numproc"), List.copyOf(AllowedCuts.of(List.of(value)).entries()));
    }

    @ParameterizedTest
    @CsvSource({"5, ''", "6, ' and 1 more'", "9, ' and 4 more'"})
    void fiveFieldsAreNamedAndTheRestIsCounted(int count, String more) {
        List<FieldReview> fields =
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> FieldReview.of("f" + i, "", "x", How.LIVE))
                        .toList();
        assertEquals(
                "VE web1 on hn1: live: f1 - → x, f2 - → x, f3 - → x, f4 - → x, f5 - → x" + more,
                findings(ve(Effect.LIVE, fields)).getFirst().message());
    }

    @Test
    void aVeWithoutFieldsHasNoColonWithNothingBehindIt() {
        assertEquals(
                "VE web1 on hn1: create",
                findings(ve(Effect.CREATE, List.of())).getFirst().message());
    }

    @Test
    void theFirstChangedLineIsThePlaceToTalkAboutAVe() {
        Origin other = new Origin("profile/small.yaml", 4, 9);
        FieldReview nowhere = FieldReview.of("cgroup", "incomplete", "complete", How.RESTART);
        FieldReview there = FieldReview.of("hostname", "a", "b", How.LIVE).at(Optional.of(other));
        assertEquals(
                Optional.of(other),
                findings(ve(Effect.RESTART, List.of(nowhere, there))).getFirst().origin());
        assertEquals(
                Optional.of(PLACE),
                findings(ve(Effect.RESTART, List.of(nowhere))).getFirst().origin());
    }

    @Test
    void hintsStandInParentheses() {
        Diagnostic error =
                new Diagnostic(DiagnosticCode.BAD_VALUE, PLACE, 3, "bad", "write 1", "x: y");
        Diagnostic warning =
                new Diagnostic(DiagnosticCode.NOT_SUPPORTED_YET, PLACE, 1, "later", "", "");
        List<ReviewFinding> findings =
                ReviewFindings.of(review(List.of(), List.of(), List.of(warning, error)));
        assertEquals(
                List.of("bad (write 1)", "later"),
                findings.stream().map(ReviewFinding::message).toList());
        assertEquals(
                List.of(Level.ERROR, Level.WARNING),
                findings.stream().map(ReviewFinding::level).toList());
        assertTrue(findings.stream().allMatch(ReviewFinding::isOfDocument));
        assertEquals(3, findings.getFirst().length());
    }

    @Test
    void anExcessThatTheChangeBringsAboutIsToldAtThePolicy() {
        assertEquals(
                List.of(
                        new ReviewFinding(
                                DiagnosticCode.NODE_OVERCOMMIT_DENIED.id(),
                                Level.ERROR,
                                "ramCommitment",
                                "hn1",
                                "node hn1: ram commitment 90% → 120%, above 100%: denied by the"
                                        + " policy of the node",
                                Optional.of(PLACE),
                                1)),
                capacity(row(90, 120, true)));
        assertEquals(
                "node hn1: ram commitment 90% → 120%, above 100%",
                capacity(row(90, 120, false)).getFirst().message());
        assertEquals(Level.WARNING, capacity(row(90, 120, false)).getFirst().level());
        assertEquals(List.of(), capacity(row(120, 110, true)), "it is being relieved");
        assertEquals(List.of(), capacity(row(120, 120, true)), "it was so before");
    }

    @Test
    void anExcessOfANodeIsNoFindingOfADocument() {
        assertFalse(capacity(row(90, 120, true)).getFirst().isOfDocument());
    }

    @Test
    void theMostUrgentComesFirstWhateverTheOrderOfTheVes() {
        List<VeReview> ves = new ArrayList<>();
        ves.add(ve(Effect.LIVE, List.of(field(Cut.BELOW_HELD))));
        ves.add(Reviews.ve(102, Effect.DESTROY, How.LIVE));
        ves.add(Reviews.ve(103, Effect.LIVE, How.LIVE));
        ves.add(Reviews.ve(104, Effect.CREATE, How.NEW));
        List<ReviewFinding> expected = findings(ves);
        assertEquals(
                List.of("cut-below-held", "destroy", "live", "create", "live"),
                expected.stream().map(ReviewFinding::code).toList());
        for (int i = 0; i < ves.size(); i++) {
            Collections.rotate(ves, 1);
            assertEquals(expected, findings(ves));
            assertEquals(expected, findings(ves.reversed()));
        }
    }

    @Test
    void fingerprintsStayWhenValuesAndLinesChange() {
        ReviewFinding one = findings(ve(Effect.LIVE, List.of(field(Cut.BELOW_HELD)))).getFirst();
        FieldReview later =
                new FieldReview(
                        "numproc",
                        "7",
                        "8",
                        How.LIVE,
                        Optional.of(new Origin("ve/web1.yaml", 99, 1)),
                        new FieldReview.Use(new LiveUse("58", "94", "13"), Cut.BELOW_HELD));
        ReviewFinding other = findings(ve(Effect.LIVE, List.of(later))).getFirst();
        assertEquals(one.key(), other.key());
        assertFalse(one.message().equals(other.message()));
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void dangerIsInTheOrderInWhichEffectsAreListed(Effect effect) {
        boolean dangerous =
                switch (effect) {
                    case DESTROY, RECREATE, STOP, RESTART, BLOCKED -> true;
                    case RELOAD, LIVE, CREATE, RETAIN, NEXT_START -> false;
                };
        assertEquals(dangerous, effect.isDangerous());
        assertEquals(dangerous, ve(effect, List.of()).isDangerous());
        assertEquals(effect != Effect.BLOCKED, effect.isChange());
        assertTrue(ve(effect, List.of(field(Cut.ALLOWED))).isDangerous(), "a cut always is");
    }

    @ParameterizedTest
    @CsvSource({"BELOW_HELD, true", "BELOW_MAXHELD, false", "ALLOWED, false", "NONE, false"})
    void onlyACutThatNobodyAllowedDenies(Cut cut, boolean denied) {
        Review review = Reviews.of(List.of(ve(Effect.LIVE, List.of(field(cut)))));
        assertEquals(denied, review.isDenied());
        String summary = ReviewCase.PLAIN.of(review, ReviewFormat.MARKDOWN).lines().toList().get(1);
        assertEquals(
                (denied ? "### ✗ denied: " : "### ") + "1 live on 1 node · 1b2c3d4 → 9f8e7d6",
                summary);
    }

    private static List<ReviewFinding> capacity(CapacityRow row) {
        return ReviewFindings.of(review(List.of(), List.of(row), List.of()));
    }

    private static CapacityRow row(long before, long after, boolean denied) {
        Measure now = new Measure.Known(after, 100);
        return new CapacityRow(
                CapacityFigure.RAM_COMMITMENT,
                new Measure.Known(before, 100),
                now,
                Optional.of(new Excess(CapacityFigure.RAM_COMMITMENT, now, 100, denied)),
                PLACE);
    }

    private static List<ReviewFinding> findings(VeReview ve) {
        return findings(List.of(ve));
    }

    private static List<ReviewFinding> findings(List<VeReview> ves) {
        return ReviewFindings.of(review(ves, List.of(), List.of()));
    }

    static Review review(List<VeReview> ves, List<CapacityRow> rows, List<Diagnostic> found) {
        NodeName node = new NodeName("hn1");
        Plan plan = new Plan(node, ReviewCase.HEAD, List.of(), List.of(), List.of());
        return new Review(
                ReviewCase.BASE,
                ReviewCase.HEAD,
                List.of(new NodeReview(node, plan, ves, rows, 0, Optional.empty())),
                0,
                new Review.Found(found, false));
    }

    private static FieldReview field(Cut cut) {
        return new FieldReview(
                "numproc",
                "1",
                "2",
                How.LIVE,
                Optional.of(PLACE),
                new FieldReview.Use(new LiveUse("57", "93", "12"), cut));
    }

    private static VeReview ve(Effect effect, List<FieldReview> fields) {
        return new VeReview(
                new VeId(101),
                "web1",
                effect,
                Optional.of(PLACE),
                new Seconds(30),
                fields,
                List.of());
    }
}
