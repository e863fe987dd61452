package org.vzgit.reconciler.review;

import java.util.stream.Collectors;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.Origin;

/// Workflow commands of GitHub Actions (docs.github.com, "Workflow commands", `error`, `warning`
/// and `notice`): each annotates one line of the pull request.
final class ReviewGithub {
    private ReviewGithub() {}

    /// One line for each finding, the most urgent first: GitHub shows ten of each level and step.
    static String of(Review review, Rendering rendering) {
        return ReviewFindings.of(review).stream()
                .map(finding -> command(finding, rendering))
                .collect(Collectors.joining());
    }

    private static String command(ReviewFinding finding, Rendering rendering) {
        String place = finding.origin().map(origin -> place(origin, finding, rendering)).orElse("");
        return "::"
                + finding.level().word()
                + " "
                + place
                + "title="
                + property("vzgit " + finding.code())
                + "::"
                + data(finding.message())
                + "\n";
    }

    private static String place(Origin origin, ReviewFinding finding, Rendering rendering) {
        String end =
                finding.length() > 1
                        ? ",endColumn=" + (origin.column() + finding.length() - 1)
                        : "";
        return "file="
                + property(rendering.path(origin))
                + ",line="
                + origin.line()
                + ",col="
                + origin.column()
                + end
                + ",";
    }

    /// As actions/toolkit escapes the text of a command. A line of ours must stay one line: the
    /// next could be another command.
    private static String data(String text) {
        return SafeText.of(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
