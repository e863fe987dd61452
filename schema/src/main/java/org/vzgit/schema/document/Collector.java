package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vzgit.schema.DiagnosticCode;

/// Reads every document of a revision by itself, within [InputBounds].
final class Collector {
    private final SchemaCheck schemas;
    private final Findings findings;
    private final Frozen frozen;
    private final DocumentParser parser;
    private final Map<DocumentKind, List<Checked>> checked = new EnumMap<>(DocumentKind.class);
    private boolean nodeUnreadable;
    private int documents;

    Collector(SchemaCheck schemas, Findings findings, Frozen frozen) {
        this.schemas = schemas;
        this.findings = findings;
        this.frozen = frozen;
        parser = new DocumentParser(findings);
    }

    /// Reads the files in the order of their paths, so that the first of two that clash is the same
    /// in every checkout.
    void collect(List<SourceFile> files) {
        Set<String> paths = new HashSet<>();
        List<SourceFile> sorted =
                files.stream()
                        .filter(file -> paths.add(file.path()))
                        .sorted(Comparator.comparing(SourceFile::path))
                        .toList();
        for (SourceFile file : sorted.subList(0, Math.min(sorted.size(), InputBounds.FILES_MAX))) {
            collect(file);
        }
        if (sorted.size() > InputBounds.FILES_MAX) {
            SourceFile first = sorted.get(InputBounds.FILES_MAX);
            refuse(first, 1, "more than " + InputBounds.FILES_MAX + " files");
        }
    }

    List<Checked> of(DocumentKind kind) {
        return checked.getOrDefault(kind, List.of());
    }

    /// Whether there is a document of kind Node whose name could not be read.
    boolean nodeUnreadable() {
        return nodeUnreadable;
    }

    int documents() {
        return documents;
    }

    private void collect(SourceFile file) {
        List<DocumentText> parts = DocumentSplitter.split(file);
        int allowed =
                Math.min(InputBounds.DOCUMENTS_PER_FILE_MAX, InputBounds.DOCUMENTS_MAX - documents);
        parts.stream().limit(allowed).forEach(this::collect);
        if (parts.size() > allowed) {
            refuse(
                    file,
                    parts.get(allowed).firstLine(),
                    allowed == InputBounds.DOCUMENTS_PER_FILE_MAX
                            ? "more than " + allowed + " documents in one file"
                            : "more than " + InputBounds.DOCUMENTS_MAX + " documents");
        }
    }

    private void collect(DocumentText part) {
        List<Parsed> parsed = parser.parse(part);
        documents += parsed.size();
        for (Parsed one : parsed) {
            switch (one) {
                case Parsed.Sound(Document document) -> check(document);
                case Parsed.Broken(Unreadable rest) -> freeze(rest);
            }
        }
    }

    private void check(Document document) {
        boolean sound = schemas.check(document, findings) && !document.tree().duplicateKeys();
        checked.computeIfAbsent(document.kind(), _ -> new ArrayList<>())
                .add(new Checked(document, sound));
    }

    private void freeze(Unreadable rest) {
        nodeUnreadable |= rest.kind().filter(kind -> kind == DocumentKind.NODE).isPresent();
        if (rest.veid().isPresent() || rest.mayBeUnknownVe()) {
            frozen.add(rest.veid());
        }
    }

    private void refuse(SourceFile file, int line, String message) {
        frozen.unknown();
        findings.add(
                DiagnosticCode.TOO_LARGE,
                new DocumentText(file.path(), line, "").start(),
                message + "; the rest is not read");
    }
}
