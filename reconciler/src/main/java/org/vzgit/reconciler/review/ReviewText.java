package org.vzgit.reconciler.review;

import java.util.Optional;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.text.Columns;
import org.vzgit.reconciler.text.DiagnosticText;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.Origin;
import org.vzgit.schema.check.Excess;

/// A review as people read it at a terminal: what is dangerous first, every change with the line
/// that asks for it, then one line to take away.
final class ReviewText {
    /// As wide as the longest label, NEXT START, and a blank.
    private static final int LABEL_WIDTH = 11;

    private final Review review;
    private final Rendering rendering;
    private final Palette palette;
    private final StringBuilder text = new StringBuilder();

    private ReviewText(Review review, Rendering rendering) {
        this.review = review;
        this.rendering = rendering;
        this.palette = rendering.palette();
    }

    static String of(Review review, Rendering rendering) {
        return new ReviewText(review, rendering).render();
    }

    private String render() {
        review.found()
                .diagnostics()
                .forEach(found -> text.append(DiagnosticText.of(found, palette == Palette.ANSI)));
        if (review.nodes().isEmpty()) {
            line(
                    "No changes: "
                            + review.head().shortId()
                            + " asks nothing else of "
                            + ReviewSummary.counted(review.untouched(), "node")
                            + " than "
                            + review.base().shortId()
                            + ".");
            return text.toString();
        }
        String by = review.head().author().isEmpty() ? "" : " · " + review.head().author();
        line("base " + review.base().shortId() + " → head " + review.head().shortId() + by);
        review.nodes().forEach(this::node);
        line("");
        line(palette.strong(summary()));
        return text.toString();
    }

    private void node(NodeReview node) {
        line("");
        String seen = node.snapshot().map(at -> " · snapshot " + rendering.age(at)).orElse("");
        line("node " + node.node() + seen);
        node.ves().forEach(this::ve);
        if (node.blockedBefore() > 0) {
            line("  " + node.blockedBefore() + " more refused as before");
        }
        Columns columns = new Columns();
        for (CapacityRow row : node.told()) {
            columns.remarkedRow(paint(row), "  " + row.name(), row.change());
        }
        columns.lines().forEach(this::line);
    }

    private String paint(CapacityRow row) {
        String remark = row.remark().isEmpty() ? "" : "! " + row.remark();
        boolean denied = row.excess().filter(Excess::denied).isPresent();
        return denied ? palette.danger(remark) : palette.caution(remark);
    }

    private void ve(VeReview ve) {
        String label = ve.effect().label();
        String pad = " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
        String consequence = ve.effect().consequence();
        String where = at(ve.origin());
        line(
                paint(ve.effect(), label)
                        + pad
                        + SafeText.of(ve.subject())
                        + (consequence.isEmpty() ? "" : "  " + consequence)
                        + (where.isEmpty() ? "" : "  " + palette.faint(where)));
        if (ve.goesDown()) {
            line("  " + palette.caution(ve.interruption()));
        }
        Columns columns = new Columns();
        for (FieldReview field : ve.fields()) {
            columns.remarkedRow(
                    remark(field),
                    "  ~ " + field.field(),
                    field.change(),
                    field.how().text(),
                    at(field.origin()));
        }
        columns.lines().forEach(this::line);
        for (Blocked item : ve.blocked()) {
            line("  ! " + PlanJson.code(item.reason()) + ": " + SafeText.of(item.detail()));
        }
    }

    private String remark(FieldReview field) {
        String use = field.live().text();
        return switch (field.cut()) {
            case NONE -> use;
            case BELOW_MAXHELD -> palette.caution(use + "  ! below maxheld");
            case ALLOWED -> palette.caution(use + "  ! below held, allowed by the commit");
            case BELOW_HELD ->
                    palette.danger(
                            use
                                    + "  ! below held: refused without the trailer "
                                    + AllowedCuts.TRAILER);
        };
    }

    private String paint(Effect effect, String label) {
        return switch (effect) {
            case DESTROY, RECREATE, STOP, BLOCKED -> palette.danger(label);
            case RESTART, RELOAD -> palette.caution(label);
            case LIVE, CREATE, RETAIN, NEXT_START -> palette.calm(label);
        };
    }

    private String summary() {
        return "Plan: "
                + ReviewSummary.effects(review.counts(), ", ")
                + " on "
                + ReviewSummary.counted(review.nodes().size(), "node")
                + " of "
                + (review.nodes().size() + review.untouched())
                + " · "
                + ReviewSummary.counted(review.operations(), "operation");
    }

    private static String at(Optional<Origin> origin) {
        return SafeText.of(origin.map(Origin::pathAndLine).orElse(""));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
