package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Severity;

/// Works out what a change of the desired state would do.
///
/// Base stands for what each node has, head for what is wanted of it; the planner does the rest, so
/// a review and the plan on the node cannot disagree about the rules.
public final class Reviewer {
    private static final Set<DiagnosticCode> NODE_CODES =
            EnumSet.of(DiagnosticCode.NODE_OVERCOMMITTED, DiagnosticCode.NODE_OVERCOMMIT_DENIED);

    private Reviewer() {}

    public static Review review(ReviewRequest request) {
        List<NodeReview> nodes = new ArrayList<>();
        int untouched = 0;
        for (NodeName node : request.nodes()) {
            NodeReview review = NodeComparison.of(request, node);
            if (review.isTouched()) {
                nodes.add(review);
            } else {
                untouched++;
            }
        }
        return new Review(
                request.base().revision(),
                request.head().revision(),
                nodes,
                untouched,
                found(request));
    }

    /// All errors of head, and those warnings that base had not. How full a node is stands with the
    /// node, before and after, and not here.
    private static Review.Found found(ReviewRequest request) {
        Set<String> before = new HashSet<>();
        request.base().diagnostics().forEach(finding -> before.add(key(finding)));
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (Diagnostic finding : request.head().diagnostics()) {
            if (NODE_CODES.contains(finding.code())) {
                continue;
            }
            if (finding.severity() == Severity.ERROR || !before.contains(key(finding))) {
                diagnostics.add(finding);
            }
        }
        return new Review.Found(diagnostics, request.base().hasErrors());
    }

    /// Without the line: text above it moves it.
    private static String key(Diagnostic finding) {
        return finding.code() + " " + finding.origin().path() + " " + finding.message();
    }
}
