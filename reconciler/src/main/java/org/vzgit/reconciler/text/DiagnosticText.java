package org.vzgit.reconciler.text;

import java.util.List;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Severity;

/// Findings as people and editors read them: `path:line:col: error VZ1003 message (hint)`, the
/// source line, and a caret below the place.
public final class DiagnosticText {
    private static final String RED = "\033[31m";
    private static final String YELLOW = "\033[33m";
    private static final String BOLD = "\033[1m";
    private static final String PLAIN = "\033[0m";

    private DiagnosticText() {}

    /// Without colour.
    public static String of(Diagnostic finding) {
        return of(finding, false);
    }

    /// One to three lines, each with its line end; the source line and the caret are left out when
    /// the finding has no source line.
    public static String of(Diagnostic finding, boolean colour) {
        String head =
                paint(Printable.of(finding.origin().toString()) + ":", BOLD, colour)
                        + " "
                        + paint(severity(finding), tint(finding), colour)
                        + " "
                        + finding.code().id()
                        + " "
                        + Printable.of(finding.message())
                        + (finding.hint().isEmpty() ? "" : " (" + Printable.of(finding.hint()) + ")")
                        + "\n";
        return finding.sourceLine().isEmpty()
                ? head
                : head
                        + Printable.of(finding.sourceLine())
                        + "\n"
                        + indent(finding)
                        + paint(caret(finding), tint(finding), colour)
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

    /// Blanks up to the place. Tabs stay tabs, so that the caret stands right whatever width the
    /// terminal gives them.
    private static String indent(Diagnostic finding) {
        StringBuilder indent = new StringBuilder();
        finding.sourceLine()
                .codePoints()
                .limit(finding.origin().column() - 1L)
                .forEach(c -> indent.append(c == '\t' ? '\t' : ' '));
        return indent.toString();
    }

    private static String caret(Diagnostic finding) {
        return "^" + "~".repeat(Math.max(0, finding.length() - 1));
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
