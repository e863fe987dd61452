package org.vzgit.schema.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vzgit.schema.DiagnosticCode;

/// Reads every document of a revision by itself, within [InputBounds].
final class Collector {
    private final SchemaCheck schemas;
    private final Findings findings;
    private final Frozen frozen;
    private final Map<DocumentKind, List<Checked>> checked = new EnumMap<>(DocumentKind.class);
    private boolean nodeUnreadable;
    private int documents;

    Collector(SchemaCheck schemas, Findings findings, Frozen frozen) {
        this.schemas = schemas;
        this.findings = findings;
        this.frozen = frozen;
    }

    /// Reads the files in the order of their paths, so that the first of two that clash is the same
    /// in every checkout.
    void collect(List<SourceFile> files, Optional<KnownParts> known) {
        List<DocumentText> parts = parts(files);
        List<PartReading> readings =
                parts.parallelStream().map(part -> reading(part, known)).toList();
        readings.forEach(this::add);
        known.ifPresent(last -> {
            Map<DocumentText, PartReading> all = new HashMap<>();
            for (int i = 0; i < parts.size(); i++) {
                all.put(parts.get(i), readings.get(i));
            }
            last.remember(all);
        });
    }

    private PartReading reading(DocumentText part, Optional<KnownParts> known) {
        return known.flatMap(last -> last.find(part))
                .orElseGet(() -> PartReading.of(part, schemas, findings.ofSameSource()));
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

    private List<DocumentText> parts(List<SourceFile> files) {
        Set<String> paths = new HashSet<>();
        List<SourceFile> sorted =
                files.stream()
                        .filter(file -> paths.add(file.path()))
                        .sorted(Comparator.comparing(SourceFile::path))
                        .toList();
        List<DocumentText> parts = new ArrayList<>();
        for (SourceFile file : sorted.subList(0, Math.min(sorted.size(), InputBounds.FILES_MAX))) {
            split(file, parts);
        }
        if (sorted.size() > InputBounds.FILES_MAX) {
            SourceFile first = sorted.get(InputBounds.FILES_MAX);
            refuse(first, 1, "more than " + InputBounds.FILES_MAX + " files");
        }
        return parts;
    }

    private void split(SourceFile file, List<DocumentText> parts) {
        List<DocumentText> own = DocumentSplitter.split(file);
        int allowed =
                Math.min(
                        InputBounds.DOCUMENTS_PER_FILE_MAX,
                        InputBounds.DOCUMENTS_MAX - parts.size());
        parts.addAll(own.subList(0, Math.min(own.size(), allowed)));
        if (own.size() > allowed) {
            refuse(
                    file,
                    own.get(allowed).firstLine(),
                    allowed == InputBounds.DOCUMENTS_PER_FILE_MAX
                            ? "more than " + allowed + " documents in one file"
                            : "more than " + InputBounds.DOCUMENTS_MAX + " documents");
        }
    }

    private void add(PartReading reading) {
        findings.addAll(reading.findings());
        documents += reading.documents();
        for (Checked one : reading.checked()) {
            checked.computeIfAbsent(one.document().kind(), _ -> new ArrayList<>()).add(one);
        }
        reading.broken().forEach(this::freeze);
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
