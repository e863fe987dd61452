package org.vzgit.schema.document;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Severity;

/// Everything that was found in one revision, each finding once: a profile's mistake shows once,
/// however many VEs link to it.
final class Findings {
    private final SourceLines lines;
    private final TreeSet<Diagnostic> errors = new TreeSet<>();
    private final TreeSet<Diagnostic> warnings = new TreeSet<>();

    Findings(SourceLines lines) {
        this.lines = lines;
    }

    /// For what can be read beside other things, to be added to the others in a settled order.
    Findings ofSameSource() {
        return new Findings(lines);
    }

    boolean isEmpty() {
        return errors.isEmpty() && warnings.isEmpty();
    }

    void addAll(Findings others) {
        others.errors.forEach(error -> keep(errors, error));
        others.warnings.forEach(warning -> keep(warnings, warning));
    }

    void add(DiagnosticCode code, Span at, String message) {
        add(code, at, message, "");
    }

    void add(DiagnosticCode code, Span at, String message, String hint) {
        TreeSet<Diagnostic> kept = code.severity() == Severity.ERROR ? errors : warnings;
        if (kept.size() < InputBounds.FINDINGS_MAX) {
            String line = lines.at(at.origin());
            kept.add(
                    new Diagnostic(
                            code,
                            at.origin(),
                            lengthOn(line, at),
                            oneLine(message),
                            oneLine(hint),
                            line));
        }
    }

    private static void keep(Set<Diagnostic> kept, Diagnostic one) {
        if (kept.size() < InputBounds.FINDINGS_MAX) {
            kept.add(one);
        }
    }

    List<Diagnostic> sorted() {
        TreeSet<Diagnostic> all = new TreeSet<>(errors);
        all.addAll(warnings);
        return List.copyOf(all);
    }

    private static int lengthOn(String line, Span at) {
        int rest = line.stripTrailing().codePointCount(0, line.stripTrailing().length());
        int toEnd = Math.max(1, rest - at.origin().column() + 1);
        return at.length() == Span.REST_OF_LINE ? toEnd : Math.min(at.length(), toEnd);
    }

    private static String oneLine(String message) {
        String line = message.replace('\n', ' ').replace('\r', ' ');
        return line.length() <= InputBounds.MESSAGE_CHARS_MAX
                ? line
                : line.substring(0, InputBounds.MESSAGE_CHARS_MAX - 1) + "…";
    }
}
