package org.vzgit.schema.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Severity;

/// Everything that was found in one revision, each finding once: a profile's mistake shows once,
/// however many VEs link to it.
final class Findings {
    private final Map<String, SourceFile> files;
    private final Map<String, List<String>> lines = new HashMap<>();
    private final TreeSet<Diagnostic> errors = new TreeSet<>();
    private final TreeSet<Diagnostic> warnings = new TreeSet<>();

    Findings(List<SourceFile> files) {
        this.files =
                files.stream()
                        .collect(
                                Collectors.toMap(
                                        SourceFile::path, Function.identity(), (a, _) -> a));
    }

    void add(DiagnosticCode code, Span at, String message) {
        add(code, at, message, "");
    }

    void add(DiagnosticCode code, Span at, String message, String hint) {
        TreeSet<Diagnostic> kept = code.severity() == Severity.ERROR ? errors : warnings;
        if (kept.size() < InputBounds.FINDINGS_MAX) {
            String line = lineAt(at.origin());
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

    List<Diagnostic> sorted() {
        TreeSet<Diagnostic> all = new TreeSet<>(errors);
        all.addAll(warnings);
        return List.copyOf(all);
    }

    private String lineAt(Origin origin) {
        SourceFile file = files.get(origin.path());
        if (file == null) {
            return "";
        }
        List<String> text = lines.computeIfAbsent(file.path(), _ -> file.text().lines().toList());
        return origin.line() <= text.size() ? text.get(origin.line() - 1) : "";
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
