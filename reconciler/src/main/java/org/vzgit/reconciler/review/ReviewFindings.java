package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Severity;

/// Says everything in a review that has a place.
final class ReviewFindings {
    /// Reason codes beside those of [Blocked.Reason].
    static final String CUT_BELOW_HELD = "cut-below-held";

    static final String CUT_BELOW_MAXHELD = "cut-below-maxheld";
    static final String CUT_ALLOWED = "cut-allowed";

    /// An annotation is read in a narrow column; the rest of the fields is one click away.
    private static final int FIELDS_TOLD_MAX = 5;

    private final List<ReviewFinding> findings = new ArrayList<>();

    private ReviewFindings() {}

    /// The most urgent first.
    static List<ReviewFinding> of(Review review) {
        ReviewFindings all = new ReviewFindings();
        review.found().diagnostics().forEach(all::document);
        for (NodeReview node : review.nodes()) {
            node.ves().forEach(ve -> all.ve(node.node().value(), ve));
            node.told().forEach(row -> all.capacity(node.node().value(), row));
        }
        all.findings.sort(ReviewFinding.BY_URGENCY);
        return all.findings;
    }

    private void document(Diagnostic found) {
        String hint = found.hint().isEmpty() ? "" : " (" + found.hint() + ")";
        findings.add(
                new ReviewFinding(
                        found.code().id(),
                        found.severity() == Severity.ERROR ? Level.ERROR : Level.WARNING,
                        found.origin().path(),
                        "",
                        found.message() + hint,
                        Optional.of(found.origin()),
                        found.length()));
    }

    /// Only what the change brings about.
    private void capacity(String node, CapacityRow row) {
        if (row.excess().isPresent() && row.isWorse()) {
            DiagnosticCode code =
                    row.isDenied()
                            ? DiagnosticCode.NODE_OVERCOMMIT_DENIED
                            : DiagnosticCode.NODE_OVERCOMMITTED;
            findings.add(
                    new ReviewFinding(
                            code.id(),
                            row.isDenied() ? Level.ERROR : Level.WARNING,
                            row.figure().key(),
                            node,
                            "node %s: %s %s, %s"
                                    .formatted(node, row.name(), row.change(), row.remark()),
                            Optional.of(row.policy()),
                            1));
        }
    }

    private void ve(String node, VeReview ve) {
        String where = "VE " + ve.name() + " on " + node;
        for (Blocked item : ve.blocked()) {
            findings.add(
                    new ReviewFinding(
                            PlanJson.code(item.reason()),
                            Level.ERROR,
                            ve.veid().toString(),
                            node,
                            where + ": " + item.detail(),
                            item.origin(),
                            1));
        }
        ve.fields().forEach(field -> cut(node, ve, field));
        if (ve.effect().isChange()) {
            findings.add(
                    new ReviewFinding(
                            ve.effect().code(),
                            ve.effect().isDangerous() ? Level.WARNING : Level.NOTICE,
                            ve.veid().toString(),
                            node,
                            where + ": " + told(ve),
                            ve.place(),
                            1));
        }
    }

    private void cut(String node, VeReview ve, FieldReview field) {
        String limit =
                "VE %s on %s: %s %s".formatted(ve.name(), node, field.field(), field.change());
        String inUse = " is below what is in use, " + field.live().held() + "; ";
        switch (field.cut()) {
            case NONE -> {
                // Nothing to say.
            }
            case BELOW_MAXHELD ->
                    cut(
                            CUT_BELOW_MAXHELD,
                            Level.WARNING,
                            ve,
                            field,
                            limit
                                    + " is below the highest use, "
                                    + field.live().maxheld()
                                    + ": expect refusals when it comes again");
            case BELOW_HELD ->
                    cut(
                            CUT_BELOW_HELD,
                            Level.ERROR,
                            ve,
                            field,
                            limit
                                    + inUse
                                    + "lower the use first, or add to the commit message: "
                                    + AllowedCuts.line(ve.name(), field.field()));
            case ALLOWED ->
                    cut(
                            CUT_ALLOWED,
                            Level.WARNING,
                            ve,
                            field,
                            limit + inUse + "the commit says that this is meant");
        }
    }

    private void cut(String code, Level level, VeReview ve, FieldReview field, String message) {
        findings.add(
                new ReviewFinding(
                        code,
                        level,
                        ve.veid() + "/" + field.field(),
                        "",
                        message,
                        field.origin().or(ve::origin),
                        1));
    }

    /// `restart: hostname a → b; stops and starts; down for at most 120 s and its start`.
    private static String told(VeReview ve) {
        List<String> parts = new ArrayList<>();
        int more = ve.fields().size() - FIELDS_TOLD_MAX;
        String fields =
                ve.fields().stream()
                        .limit(FIELDS_TOLD_MAX)
                        .map(field -> field.field() + " " + field.change())
                        .collect(Collectors.joining(", "));
        parts.add(fields + (more > 0 ? " and " + more + " more" : ""));
        parts.add(ve.effect().consequence());
        parts.add(ve.goesDown() ? ve.interruption() : "");
        parts.removeIf(String::isEmpty);
        return ve.effect().code() + (parts.isEmpty() ? "" : ": " + String.join("; ", parts));
    }
}
