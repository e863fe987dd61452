package org.vzgit.reconciler.text;

import java.util.List;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Severity;

/// Findings as people and editors read them: `path:line:col: error VZ1003 message (hint)`, the
/// source line, and a caret below the place.
///
/// What people wrote is shown through [SafeText]: a commit must not be able to move the cursor of
/// whoever validates it, nor to fill the screen with one line.
public final class DiagnosticText {
    private static final String RED = "\033[31m";
    private static final String YELLOW = "\033[33m";
    private static final String BOLD = "\033[1m";
    private static final String PLAIN = "\033[0m";

    /// Characters of a source line that are shown; a generated line may have 65,536.
    private static final int LINE_MAX = 200;

    /// Of those, how many stand before the place.
    private static final int LEFT_OF_PLACE = 60;

    private DiagnosticText() {}

    /// Without colour.
    public static String of(Diagnostic finding) {
        return of(finding, false);
    }

    /// One to three lines, each with its line end; the source line and the caret are left out when
    /// the finding has no source line.
    public static String of(Diagnostic finding, boolean colour) {
        String head =
                paint(SafeText.of(finding.origin() + ":"), BOLD, colour)
                        + " "
                        + paint(severity(finding), tint(finding), colour)
                        + " "
                        + finding.code().id()
                        + " "
                        + SafeText.of(finding.message())
                        + (finding.hint().isEmpty() ? "" : " (" + SafeText.of(finding.hint()) + ")")
                        + "\n";
        return finding.sourceLine().isEmpty() ? head : head + excerpt(finding, colour);
    }

    private static String excerpt(Diagnostic finding, boolean colour) {
        int[] line = finding.sourceLine().codePoints().toArray();
        int place = Math.min(finding.origin().column() - 1, line.length);
        int from = line.length <= LINE_MAX ? 0 : Math.clamp(place - LEFT_OF_PLACE, 0, line.length);
        int to = Math.min(line.length, from + LINE_MAX);
        String cut = from == 0 ? "" : "…";
        return cut
                + SafeText.of(new String(line, from, to - from))
                + (to == line.length ? "" : "…")
                + "\n"
                + " ".repeat(cut.length())
                + SafeText.blank(new String(line, from, place - from))
                + paint(caret(finding, to - place), tint(finding), colour)
                + "\n";
    }

    /// One line below all findings: `3 errors, 1 warning in 5 documents (12 VEs)`.
    ///
    /// @param documents how many documents were read
    /// @param ves how many VEs they describe
    public static String summary(List<Diagnostic> findings, int documents, int ves) {
        long errors = findings.stream().filter(f -> f.severity() == Severity.ERROR).count();
        return counted(errors, "error")
                + ", "
                + counted(findings.size() - errors, "warning")
                + " in "
                + counted(documents, "document")
                + " ("
                + counted(ves, "VE")
                + ")";
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String caret(Diagnostic finding, int room) {
        return "^" + "~".repeat(Math.max(0, Math.min(finding.length(), room) - 1));
    }

    private static String severity(Diagnostic finding) {
        return switch (finding.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
        };
    }

    private static String tint(Diagnostic finding) {
        return switch (finding.severity()) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
        };
    }

    private static String paint(String text, String code, boolean colour) {
        return colour ? code + text + PLAIN : text;
    }
}
