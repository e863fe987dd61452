package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.Origin;

/// A review as the one comment of a pull request. The hidden marker in its first line lets the next
/// run find and replace it; the summary comes next; what is dangerous is never folded away.
final class ReviewMarkdown {
    private static final String HEADING =
            """
            | | VE | change | old → new | held / maxheld / failcnt | how | where |
            |---|---|---|---|---|---|---|
            """;

    private static final String FIGURES =
            """
            | | figure | before | after | |
            |---|---|---|---|---|
            """;

    private final Review review;
    private final Rendering rendering;

    private ReviewMarkdown(Review review, Rendering rendering) {
        this.review = review;
        this.rendering = rendering;
    }

    static String of(Review review, Rendering rendering) {
        return new ReviewMarkdown(review, rendering).render();
    }

    /// The hidden first line. The scope tells several comments of one pull request apart.
    private String marker() {
        String scope = rendering.scope().isEmpty() ? "" : " " + Markdown.comment(rendering.scope());
        return "<!-- vzgit:plan" + scope + " -->\n";
    }

    private String render() {
        BoundedText text = new BoundedText(rendering.byteBudget());
        text.always(marker());
        text.always("### " + summary() + "\n\n");
        documents(text);
        for (NodeReview node : review.nodes()) {
            List<VeReview> dangerous = node.ves().stream().filter(VeReview::isDangerous).toList();
            if (!dangerous.isEmpty()) {
                text.section(
                        "**node "
                                + Markdown.text(node.node().value())
                                + "**"
                                + seen(node)
                                + "\n\n"
                                + HEADING,
                        rows(dangerous),
                        "\n");
            }
        }
        review.nodes().forEach(node -> capacity(node, true, text));
        review.nodes().forEach(node -> calm(node, text));
        review.nodes().forEach(node -> capacity(node, false, text));
        review.nodes().forEach(node -> operations(node, text));
        return text.finish(
                "shown: the comment has room for "
                        + rendering.byteBudget()
                        + " bytes. `vzgit plan -o text` shows everything");
    }

    private String summary() {
        if (review.isInvalid()) {
            return "✗ documents have errors · " + ReviewSummary.revisions(review);
        }
        if (review.nodes().isEmpty()) {
            return "No changes on "
                    + ReviewSummary.counted(review.untouched(), "node")
                    + " · "
                    + ReviewSummary.revisions(review);
        }
        return (review.isDenied() ? "✗ denied: " : "")
                + ReviewSummary.effects(review.counts(), " · ")
                + " on "
                + ReviewSummary.counted(review.nodes().size(), "node")
                + memory()
                + " · "
                + ReviewSummary.revisions(review);
    }

    /// Where one node is touched, what it promises of its memory.
    private String memory() {
        return review.nodes().size() != 1
                ? ""
                : CapacityComparison.headline(review.nodes().getFirst().capacity())
                        .map(row -> " — memory " + row.change())
                        .orElse("");
    }

    private String seen(NodeReview node) {
        return node.snapshot().map(at -> " · snapshot " + rendering.age(at)).orElse("");
    }

    private void documents(BoundedText text) {
        List<String> rows =
                ReviewFindings.of(review).stream()
                        .filter(ReviewFinding::isOfDocument)
                        .map(this::document)
                        .toList();
        if (!rows.isEmpty()) {
            text.section("", rows, "\n");
        }
    }

    private String document(ReviewFinding finding) {
        String where =
                finding.origin()
                        .map(origin -> rendering.prefix() + origin)
                        .map(Markdown::code)
                        .orElse("");
        String sign = finding.level() == Level.ERROR ? "✗" : "⚠";
        return "* %s %s %s %s\n"
                .formatted(sign, where, finding.code(), Markdown.text(finding.message()));
    }

    /// @param excessive the figures above the policy, which are never folded; else the others
    private static void capacity(NodeReview node, boolean excessive, BoundedText text) {
        List<String> rows =
                node.told().stream()
                        .filter(row -> row.excess().isPresent() == excessive)
                        .map(ReviewMarkdown::capacity)
                        .toList();
        String of = "node " + Markdown.text(node.node().value()) + ": ";
        if (!rows.isEmpty() && excessive) {
            text.section("**" + of + "above its policy**\n\n" + FIGURES, rows, "\n");
        } else if (!rows.isEmpty()) {
            text.section(
                    "<details><summary>" + of + "capacity</summary>\n\n" + FIGURES,
                    rows,
                    "\n</details>\n\n");
        }
    }

    private static String capacity(CapacityRow row) {
        String sign = row.isDenied() ? "✗" : row.excess().isPresent() ? "⚠" : "";
        return row(sign, row.name(), row.before().text(), row.after().text(), row.remark());
    }

    private void calm(NodeReview node, BoundedText text) {
        List<VeReview> calm = node.ves().stream().filter(ve -> !ve.isDangerous()).toList();
        if (!calm.isEmpty()) {
            text.section(
                    "<details><summary>node "
                            + Markdown.text(node.node().value())
                            + ": "
                            + ReviewSummary.effects(Review.counts(calm), " · ")
                            + seen(node)
                            + "</summary>\n\n"
                            + HEADING,
                    rows(calm),
                    "\n</details>\n\n");
        }
    }

    private void operations(NodeReview node, BoundedText text) {
        List<Step> steps = node.plan().steps();
        if (steps.isEmpty()) {
            return;
        }
        VeNames names = VeNames.of(node.plan());
        text.section(
                "<details><summary>node "
                        + Markdown.text(node.node().value())
                        + ": "
                        + ReviewSummary.counted(steps.size(), "operation")
                        + ", in order</summary>\n\n",
                steps.stream().map(step -> operation(step, names)).toList(),
                "\n</details>\n\n");
    }

    private static String operation(Step step, VeNames names) {
        return "%d. %s %s\n"
                .formatted(
                        step.id(),
                        Markdown.code(names.of(step.operation())),
                        Markdown.text(OperationText.of(step.operation()).text()));
    }

    private List<String> rows(List<VeReview> ves) {
        return ves.stream().flatMap(this::rows).toList();
    }

    /// The first row names the VE; a VE without changed fields has one row all the same.
    private Stream<String> rows(VeReview ve) {
        List<String> rows = new ArrayList<>();
        boolean refused = ve.effect() == Effect.BLOCKED;
        if (!refused && (ve.fields().isEmpty() || ve.effect().isDangerous())) {
            rows.add(
                    row(
                            sign(ve),
                            name(ve),
                            ve.effect().code(),
                            Markdown.text(ve.effect().consequence()),
                            "",
                            ve.interruption(),
                            place(ve)));
        }
        for (FieldReview field : ve.fields()) {
            rows.add(
                    row(
                            sign(field, ve),
                            name(ve),
                            Markdown.code(field.field()),
                            Markdown.text(field.change()),
                            use(field),
                            field.how().text(),
                            field.origin().map(o -> Markdown.code(where(o))).orElse("")));
        }
        for (Blocked item : ve.blocked()) {
            rows.add(
                    row(
                            "✗",
                            name(ve),
                            PlanJson.code(item.reason()),
                            Markdown.text(item.detail()),
                            "",
                            "refused",
                            item.origin().map(o -> Markdown.code(where(o))).orElse("")));
        }
        return rows.stream();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private String where(Origin origin) {
        return rendering.path(origin) + ":" + origin.line();
    }

    private String place(VeReview ve) {
        return ve.origin().map(origin -> Markdown.code(where(origin))).orElse("");
    }

    private static String name(VeReview ve) {
        return Markdown.code(ve.name());
    }

    private static String use(FieldReview field) {
        LiveUse live = field.live();
        if (!live.isKnown()) {
            return "";
        }
        String maxheld = field.cut() == Cut.NONE ? live.maxheld() : "**" + live.maxheld() + "**";
        return live.held() + " / " + maxheld + " / " + live.failcnt();
    }

    private static String sign(FieldReview field, VeReview ve) {
        return switch (field.cut()) {
            case NONE -> field.how() == How.RESTART ? sign(ve) : "";
            case BELOW_MAXHELD, ALLOWED -> "⚠";
            case BELOW_HELD -> "✗";
        };
    }

    private static String sign(VeReview ve) {
        return switch (ve.effect()) {
            case DESTROY, RECREATE, BLOCKED -> "✗";
            case STOP -> "■";
            case RESTART -> "↻";
            case RELOAD, LIVE, CREATE, RETAIN, NEXT_START -> "";
        };
    }
}
