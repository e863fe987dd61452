package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// Each format to the letter, of reviews small enough to be read here.
class HandmadeRenderingTest {
    @Test
    void markdownOfOneLiveChange() {
        assertEquals(
                """
                <!-- vzgit:plan -->
                ### 1 live on 1 node · 1b2c3d4 → 9f8e7d6

                <details><summary>node hn1: 1 live</summary>

                | | VE | change | old → new | held / maxheld / failcnt | how | where |
                |---|---|---|---|---|---|---|
                |  | <code>ve101</code> | <code>numproc</code> | 100 → 200 |  | live | <code>ve/ve101.yaml:8</code> |

                </details>

                """,
                ReviewCase.PLAIN.of(Reviews.manyLive(1), ReviewFormat.MARKDOWN));
    }

    @Test
    void junitOfOneLiveChange() {
        assertEquals(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="vzgit plan 1b2c3d4 → 9f8e7d6" tests="3" failures="0" errors="0" skipped="0" time="0">
                  <testsuite name="documents" tests="1" failures="0" errors="0" skipped="0" time="0">
                    <testcase classname="documents" name="all" time="0"/>
                  </testsuite>
                  <testsuite name="hn1" tests="2" failures="0" errors="0" skipped="0" time="0">
                    <testcase classname="hn1" name="ve101 (101)" time="0">
                      <system-out>live
                numproc 100 → 200, live</system-out>
                    </testcase>
                    <testcase classname="hn1" name="capacity" time="0"/>
                  </testsuite>
                </testsuites>
                """,
                ReviewCase.PLAIN.of(Reviews.manyLive(1), ReviewFormat.JUNIT));
    }

    @Test
    void textAndCommandsOfOneLiveChange() {
        assertEquals(
                """
                base 1b2c3d4 → head 9f8e7d6 · ann

                node hn1
                LIVE       VE ve101 (101)  ve/ve101.yaml:8
                  ~ numproc  100 → 200  live  ve/ve101.yaml:8

                Plan: 1 live on 1 node of 1 · 0 operations
                """,
                ReviewCase.PLAIN.of(Reviews.manyLive(1), ReviewFormat.TEXT));
        assertEquals(
                "::notice file=ve/ve101.yaml,line=8,col=5,title=vzgit live::VE ve101 on hn1:"
                        + " live: numproc 100 → 200\n",
                ReviewCase.PLAIN.of(Reviews.manyLive(1), ReviewFormat.GITHUB));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DESTROY  | ✗ | destroy  | is removed with all its files | down for good within 120 s
                    RECREATE | ✗ | recreate | would get a new private area: its files would be lost | none until a person recreates it
                    STOP     | ■ | stop     | stops; its files stay | down for good within 120 s
                    RESTART  | ↻ | restart  | stops and starts | down for at most 120 s and its start
                    """)
    void whatIsDangerousHasARowOfItsOwnWithTheInterruption(
            Effect effect, String sign, String code, String consequence, String interruption) {
        Review review = Reviews.of(List.of(Reviews.ve(101, effect, How.LIVE)));
        String text = ReviewCase.PLAIN.of(review, ReviewFormat.MARKDOWN);
        assertFalse(text.contains("<details>"), text);
        assertTrue(
                text.contains(
                        "\n| "
                                + String.join(
                                        " | ",
                                        sign,
                                        "<code>ve101</code>",
                                        code,
                                        consequence,
                                        "",
                                        interruption,
                                        "<code>ve/ve101.yaml:8</code>")
                                + " |\n"),
                text);
    }

    @ParameterizedTest
    @EnumSource(Blocked.Reason.class)
    void everyRefusalFailsACheckAndIsSaidInEveryFormat(Blocked.Reason reason) {
        Origin origin = new Origin("ve/web1.yaml", 9, 3);
        VeReview ve =
                new VeReview(
                        new VeId(101),
                        "web1",
                        Effect.BLOCKED,
                        Optional.of(origin),
                        new Seconds(5),
                        List.of(),
                        List.of(
                                new Blocked(
                                        new VeId(101),
                                        "web1",
                                        reason,
                                        "it is <so>",
                                        Optional.of(origin))));
        Review review = Reviews.of(List.of(ve));
        String code = org.vzgit.reconciler.text.PlanJson.code(reason);
        assertTrue(review.hasRefusals());
        assertFalse(review.hasChanges());
        assertFalse(review.isDenied(), "it was refused, and not merged by mistake");
        assertHas(ReviewFormat.TEXT, review, "\n  ! " + code + ": it is <so>\n");
        assertHas(
                ReviewFormat.MARKDOWN,
                review,
                "\n| ✗ | <code>web1</code> | "
                        + code
                        + " | it is &#60;so&#62; |  | refused | <code>ve/web1.yaml:9</code> |\n");
        assertHas(
                ReviewFormat.JUNIT,
                review,
                "<failure type=\"" + code + "\" message=\"it is &lt;so&gt;\"/>");
        assertHas(ReviewFormat.JUNIT, review, "tests=\"3\" failures=\"1\"");
        assertEquals(
                "::error file=ve/web1.yaml,line=9,col=3,title=vzgit "
                        + code
                        + "::VE web1 on hn1: it is <so>\n",
                ReviewCase.PLAIN.of(review, ReviewFormat.GITHUB));
        assertHas(ReviewFormat.SARIF, review, "\"ruleId\": \"" + code + "\"");
        assertHas(ReviewFormat.SARIF, review, "\"level\": \"error\"");
        assertHas(ReviewFormat.SARIF, review, "\"vzgit/v1\": \"" + code + ":hn1:101\"");
        assertHas(ReviewFormat.JSON, review, "\"reason\": \"" + code + "\"");
        assertHas(ReviewFormat.JSON, review, "\"empty\": true");
    }

    @Test
    void errorsOfDocumentsStandAboveEverything() {
        Diagnostic error =
                new Diagnostic(
                        DiagnosticCode.BAD_VALUE, new Origin("a.yaml", 2, 3), 4, "bad", "", "x: y");
        Review review = ReviewFindingsTest.review(List.of(), List.of(), List.of(error));
        assertTrue(review.isInvalid());
        String code = DiagnosticCode.BAD_VALUE.id();
        String markdown = ReviewCase.PLAIN.of(review, ReviewFormat.MARKDOWN);
        assertEquals(
                """
                <!-- vzgit:plan -->
                ### ✗ documents have errors · 1b2c3d4 → 9f8e7d6

                * ✗ <code>a.yaml:2:3</code> %s bad

                """
                        .formatted(code),
                markdown);
        assertEquals(
                "::error file=a.yaml,line=2,col=3,endColumn=6,title=vzgit " + code + "::bad\n",
                ReviewCase.PLAIN.of(review, ReviewFormat.GITHUB));
        assertHas(ReviewFormat.JSON, review, "\"valid\": false");
        assertHas(
                ReviewFormat.JUNIT,
                review,
                "<failure type=\"" + code + "\" message=\"a.yaml:2:3: " + code + " bad\"/>");
        assertHas(ReviewFormat.SARIF, review, "\"endColumn\": 7");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 nodes", "1, 1 node", "2, 2 nodes"})
    void noChangesAreOneLine(int untouched, String nodes) {
        Review review =
                new Review(
                        ReviewCase.BASE,
                        ReviewCase.HEAD,
                        List.of(),
                        untouched,
                        new Review.Found(List.of(), false));
        assertEquals(
                "No changes: 9f8e7d6 asks nothing else of " + nodes + " than 1b2c3d4.\n",
                ReviewCase.PLAIN.of(review, ReviewFormat.TEXT));
        assertEquals(
                "<!-- vzgit:plan -->\n### No changes on " + nodes + " · 1b2c3d4 → 9f8e7d6\n\n",
                ReviewCase.PLAIN.of(review, ReviewFormat.MARKDOWN));
        assertEquals("", ReviewCase.PLAIN.of(review, ReviewFormat.GITHUB));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''      | <!-- vzgit:plan -->
                    prod    | <!-- vzgit:plan prod -->
                    a/b.c+1 | <!-- vzgit:plan a/b.c+1 -->
                    a--b    | <!-- vzgit:plan a__b -->
                    """)
    void theMarkerTellsCommentsApart(String scope, String marker) {
        Rendering named = new Rendering(Palette.PLAIN, ReviewCase.NOW, scope, "", 60_000);
        assertEquals(
                marker,
                named.of(Reviews.manyLive(1), ReviewFormat.MARKDOWN)
                        .lines()
                        .findFirst()
                        .orElse(""));
    }

    @ParameterizedTest
    @CsvSource({
        "ve/web1.yaml, ve/web1.yaml",
        "a b.yaml, a%20b.yaml",
        "c:/x.yaml, c%3A/x.yaml",
        "100%.yaml, 100%25.yaml",
        "ü.yaml, %C3%BC.yaml",
        "a?b#c.yaml, a%3Fb%23c.yaml",
        "'a\"<>\\^`{|}', a%22%3C%3E%5C%5E%60%7B%7C%7D",
        "-._~!$&()*+;=@, -._~!$&()*+;=@"
    })
    void pathsInSarifAreReferences(String path, String uri) {
        assertEquals(uri, ReviewSarif.uri(path));
        assertEquals(path, java.net.URI.create("x:/" + uri).getPath().substring(1));
    }

    @Test
    void theSeverestFindingOfARuleIsItsDefault() {
        String sarif = ReviewCase.PLAIN.of(Reviews.oneRestartAmong(2), ReviewFormat.SARIF);
        assertEquals(2, sarif.split("\"shortDescription\"", -1).length - 1, sarif);
        assertEquals(3, sarif.split("\"ruleIndex\"", -1).length - 1, sarif);
        assertEquals(3, sarif.split("\"level\": \"note\"", -1).length - 1, sarif);
        assertEquals(2, sarif.split("\"level\": \"warning\"", -1).length - 1, sarif);
    }

    private static void assertHas(ReviewFormat format, Review review, String part) {
        String text = ReviewCase.PLAIN.of(review, format);
        assertTrue(text.contains(part), text);
    }
}
