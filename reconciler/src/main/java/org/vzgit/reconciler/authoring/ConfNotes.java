package org.vzgit.reconciler.authoring;

import java.util.ArrayList;
import java.util.List;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;

/// What is to be told of one file, each with its line and column.
final class ConfNotes {
    /// As of documents: nobody reads more, and a hostile file must not fill the memory.
    private static final int NOTES_MAX = 1_000;

    private final String path;
    private final List<String> lines;
    private final List<Diagnostic> notes = new ArrayList<>();

    ConfNotes(ConfSource source) {
        path = source.path();
        lines = source.text().lines().toList();
    }

    Origin at(int line, int column) {
        return new Origin(path, line, column);
    }

    void add(DiagnosticCode code, Origin at, int length, String message) {
        if (notes.size() < NOTES_MAX) {
            String line = at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
            notes.add(new Diagnostic(code, at, Math.max(1, length), message, "", line));
        }
    }

    List<Diagnostic> all() {
        return notes.stream().sorted().toList();
    }
}
