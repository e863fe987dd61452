package org.vzgit.reconciler.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.document.SourceFile;

/// Takes the files of a revision one by one and holds them against the bounds. Directory and commit
/// readers share it, so both refuse the same things with the same words.
final class SourceCollector {
    private final SourceBounds bounds;
    private final String where;
    private final List<SourceFile> files = new ArrayList<>();
    private final List<Diagnostic> findings = new ArrayList<>();
    private long bytes;
    private int entries;

    /// @param where the location, for messages
    SourceCollector(SourceBounds bounds, String where) {
        this.bounds = bounds;
        this.where = where;
    }

    SourceBounds bounds() {
        return bounds;
    }

    /// Whether a file is part of a desired state: a document, or an action script that documents
    /// may name.
    static boolean isRead(String path) {
        return isDocument(path.substring(path.lastIndexOf('/') + 1))
                || ActionScript.actionOf(path).isPresent();
    }

    /// Only `*.yaml` and `*.yml` are documents.
    private static boolean isDocument(String name) {
        return !isHidden(name) && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    /// Names with a leading dot belong to other tools (`.github/workflows/ci.yaml` is no document).
    static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    /// Counts one directory entry of any kind.
    void entry() throws SourceFailure {
        if (++entries > bounds.entries()) {
            throw tooLarge("more than " + bounds.entries() + " directory entries");
        }
    }

    /// Whether a path is fit to be read and shown; if not, that is noted.
    boolean accepts(String path) {
        if (path.length() > bounds.pathLength()) {
            String shown = path.substring(0, bounds.pathLength());
            note(DiagnosticCode.BAD_PATH, shown, "path longer than " + bounds.pathLength());
            return false;
        }
        if (path.indexOf('\t') >= 0 || !SafeText.of(path).equals(path)) {
            note(DiagnosticCode.BAD_PATH, path, "control characters in the path");
            return false;
        }
        if (path.chars().filter(c -> c == '/').count() > bounds.depth()) {
            note(
                    DiagnosticCode.BAD_PATH,
                    path,
                    "more than " + bounds.depth() + " directories deep");
            return false;
        }
        return true;
    }

    /// Whether a file of this size is read; if not, that is noted.
    boolean acceptsSize(String path, long size) throws SourceFailure {
        if (size > bounds.fileBytes()) {
            note(
                    DiagnosticCode.TOO_LARGE,
                    path,
                    "more than " + bounds.fileBytes() + " bytes in one file");
            return false;
        }
        bytes += size;
        if (bytes > bounds.totalBytes()) {
            throw tooLarge("more than " + bounds.totalBytes() + " bytes of documents");
        }
        if (files.size() >= bounds.files()) {
            throw tooLarge("more than " + bounds.files() + " document files");
        }
        return true;
    }

    void add(String path, byte[] content) {
        switch (Utf8Text.decode(content)) {
            case Utf8Text.Valid valid -> files.add(new SourceFile(path, valid.text()));
            case Utf8Text.Invalid invalid -> findings.add(notText(path, invalid));
        }
    }

    void link(String path) {
        note(DiagnosticCode.LINK_NOT_FOLLOWED, path, "a symbolic link, which is not followed");
    }

    void submodule(String path) {
        note(DiagnosticCode.SUBMODULE_NOT_READ, path, "a submodule, which is not read");
    }

    /// By path, whatever order they came in.
    List<SourceFile> files() {
        return files.stream().sorted(Comparator.comparing(SourceFile::path)).toList();
    }

    List<Diagnostic> findings() {
        return findings.stream().sorted().toList();
    }

    private void note(DiagnosticCode code, String path, String message) {
        // A name could write to the terminal of whoever reads our messages.
        Origin origin = new Origin(SafeText.of(path), 1, 1);
        findings.add(new Diagnostic(code, origin, 1, message, "", ""));
    }

    private static Diagnostic notText(String path, Utf8Text.Invalid invalid) {
        return new Diagnostic(
                DiagnosticCode.NOT_TEXT,
                new Origin(path, invalid.line(), invalid.column()),
                1,
                "byte 0x%02x is not UTF-8".formatted(invalid.bad()),
                "save the file as UTF-8",
                invalid.before());
    }

    private SourceFailure tooLarge(String what) {
        return new SourceFailure(
                SourceFailure.Kind.TOO_LARGE,
                "read " + where + ": " + what,
                "name the subdirectory that holds the desired state, or split the repository");
    }
}
