package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;
import org.xml.sax.SAXException;

/// Whoever opens a pull request chooses file names, values and messages. None may become markup, a
/// command of the runner, or an escape sequence, whatever the schema lets through one day.
class HostileReviewTest {
    static Stream<String> attacks() {
        return Stream.of(
                "x\n::error::forged",
                "x\r\n::set-output name=a::b",
                "%0A::error::forged",
                "a,line=1,col=1::forged: b",
                "--> <script>alert(1)</script> <!--",
                "| a | b |\n|---|---|",
                "</code></details>",
                "`code` **bold** [link](http://example.org) ![image](x) @team #1 ~~x~~",
                "\"/><testcase name=\"forged\"/>",
                "]]> &amp; &lt; &#10;",
                "\u001b[2J\u0007\u0008\u0000",
                "\u202e\u2066\u2028",
                "\ufffe\uffff\ud800",
                "\\\" \\n \\u0000");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothingForgesACommandOfTheRunner(String attack) {
        String text = ReviewCase.PLAIN.of(review(attack), ReviewFormat.GITHUB);
        List<String> lines = text.lines().toList();
        assertEquals(ReviewFindings.of(review(attack)).size(), lines.size(), text);
        for (String line : lines) {
            assertTrue(line.matches("::(error|warning|notice) [^:]*::[^\r\n]*"), line);
            assertTrue(
                    line.matches(
                            "::\\w+ (file=[^,:]*,line=\\d+,col=\\d+,(endColumn=\\d+,)?)?"
                                    + "title=[^,:]*::.*"),
                    line);
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothingForgesMarkup(String attack) {
        String text = ReviewCase.PLAIN.of(review(attack), ReviewFormat.MARKDOWN);
        String known =
                text.replaceAll("</?(code|details|summary)>", "").replaceFirst("<!-- [^>]*-->", "");
        assertFalse(known.contains("<"), text);
        assertFalse(known.contains("@"), text);
        assertEquals(count(text, "<code>"), count(text, "</code>"), text);
        assertEquals(count(text, "<details>"), count(text, "</details>"), text);
        for (String line : text.lines().filter(line -> line.startsWith("|")).toList()) {
            assertEquals(8, count(line, "|"), line);
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothingForgesXml(String attack) throws IOException, SAXException {
        Review review = review(attack);
        String xml = ReviewCase.PLAIN.of(review, ReviewFormat.JUNIT);
        PublishedSchemas.junit(xml);
        assertEquals(3, count(xml, "<testcase "), xml);
        assertEquals(2, count(xml, "<failure "), xml);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void jsonAndSarifStayWhatTheyAre(String attack) throws IOException {
        Review review = review(attack);
        String json = ReviewCase.PLAIN.of(review, ReviewFormat.JSON);
        String sarif = ReviewCase.PLAIN.of(review, ReviewFormat.SARIF);
        assertEquals(List.of(), PublishedSchemas.ours(PublishedSchemasTest.REVIEW, json));
        assertEquals(List.of(), PublishedSchemas.sarif(sarif));
    }

    @ParameterizedTest
    @EnumSource(ReviewFormat.class)
    void noControlCharacterReachesAnybody(ReviewFormat format) {
        attacks()
                .forEach(attack -> {
                    String text = ReviewCase.PLAIN.of(review(attack), format);
                    text.chars()
                            .forEach(c -> assertTrue(c >= ' ' || c == '\n', format + " has " + c));
                    assertFalse(text.contains("\u202e"), format.toString());
                });
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void theScopeCannotEndTheHiddenMarker(String attack) {
        Rendering named =
                new Rendering(ReviewCase.PLAIN.palette(), ReviewCase.NOW, attack, "", 60_000);
        String first = named.of(review("x"), ReviewFormat.MARKDOWN).lines().findFirst().orElse("");
        assertTrue(first.matches("<!-- vzgit:plan [A-Za-z0-9_.,/+]* -->"), first);
    }

    /// A review that has the text everywhere where a text of unknown origin can stand.
    static Review review(String attack) {
        Origin origin = new Origin(attack, 3, 5);
        VeReview ve =
                new VeReview(
                        new VeId(101),
                        attack,
                        Effect.RESTART,
                        Optional.of(origin),
                        new Seconds(5),
                        List.of(
                                FieldReview.of(attack, attack, attack, How.RESTART)
                                        .at(Optional.of(origin))),
                        List.of(
                                new Blocked(
                                        new VeId(101),
                                        attack,
                                        Blocked.Reason.FROZEN,
                                        attack,
                                        Optional.of(origin))));
        Plan plan = new Plan(new NodeName("hn1"), ReviewCase.HEAD, List.of(), List.of(), List.of());
        Diagnostic diagnostic =
                new Diagnostic(DiagnosticCode.BAD_VALUE, origin, 2, attack, attack, "");
        return new Review(
                ReviewCase.BASE,
                ReviewCase.HEAD,
                List.of(
                        new NodeReview(
                                new NodeName("hn1"),
                                plan,
                                List.of(ve),
                                List.of(),
                                0,
                                Optional.empty())),
                0,
                new Review.Found(List.of(diagnostic), false));
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
