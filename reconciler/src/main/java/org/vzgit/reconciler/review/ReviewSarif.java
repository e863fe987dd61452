package org.vzgit.reconciler.review;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.Origin;

/// A SARIF 2.1.0 log (OASIS): what code scanning shows beside the changed lines.
final class ReviewSarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

    /// RFC 3986, "unreserved" and the sub-delimiters that a path segment may have; the colon is
    /// left out, because before the first slash it would end a scheme.
    private static final String PLAIN_IN_PATH = "-._~!$&'()*+,;=@/";

    private final Json json = new Json();
    private final Rendering rendering;
    private final List<ReviewFinding> findings;
    private final List<String> rules;

    private ReviewSarif(Review review, Rendering rendering) {
        this.rendering = rendering;
        this.findings = ReviewFindings.of(review);
        this.rules = findings.stream().map(ReviewFinding::code).distinct().sorted().toList();
    }

    static String of(Review review, Rendering rendering) {
        return new ReviewSarif(review, rendering).render();
    }

    private String render() {
        json.object().field("$schema", SCHEMA).field("version", "2.1.0");
        json.key("runs").array().object();
        tool();
        json.field("columnKind", "unicodeCodePoints");
        json.key("results").array();
        findings.forEach(this::result);
        return json.endArray().endObject().endArray().endObject().text();
    }

    private void tool() {
        SortedMap<String, Level> levels = new TreeMap<>();
        findings.forEach(
                finding -> levels.merge(finding.code(), finding.level(), ReviewSarif::worse));
        json.key("tool").object().key("driver").object().field("name", "vzgit");
        json.key("rules").array();
        for (String rule : rules) {
            json.object().field("id", rule);
            json.key("shortDescription").object().field("text", RuleText.of(rule)).endObject();
            json.key("help").object().field("text", "vzgit explain " + rule).endObject();
            json.key("defaultConfiguration").object();
            json.field("level", level(levels.getOrDefault(rule, Level.NOTICE))).endObject();
            json.endObject();
        }
        json.endArray().endObject().endObject();
    }

    private static Level worse(Level one, Level other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private void result(ReviewFinding finding) {
        json.object().field("ruleId", finding.code());
        json.field("ruleIndex", rules.indexOf(finding.code()));
        json.field("level", level(finding.level()));
        json.key("message").object().field("text", SafeText.of(finding.message())).endObject();
        json.key("locations").array();
        finding.origin().ifPresent(origin -> location(origin, finding.length()));
        json.endArray();
        json.key("partialFingerprints").object();
        json.field("vzgit/v1", SafeText.of(finding.key())).endObject().endObject();
    }

    private void location(Origin origin, int length) {
        json.object().key("physicalLocation").object();
        json.key("artifactLocation").object();
        json.field("uri", uri(rendering.path(origin))).endObject();
        json.key("region").object().field("startLine", origin.line());
        json.field("startColumn", origin.column());
        json.field("endColumn", origin.column() + length).endObject();
        json.endObject().endObject();
    }

    private static String level(Level level) {
        return switch (level) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTICE -> "note";
        };
    }

    /// A relative reference (RFC 3986): everything that is not plain is percent-encoded.
    static String uri(String path) {
        List<String> parts = new ArrayList<>();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || PLAIN_IN_PATH.indexOf(c) >= 0;
            parts.add(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return String.join("", parts);
    }
}
