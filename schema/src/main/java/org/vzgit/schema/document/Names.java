package org.vzgit.schema.document;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vzgit.schema.DiagnosticCode;

/// The names of all documents of one kind; finds those that are taken twice.
final class Names {
    /// Where every document has its name.
    static final String POINTER = "/metadata/name";

    private final DocumentKind kind;
    private final Findings findings;
    private final Map<String, Document> first = new HashMap<>();
    private final Set<String> twice = new HashSet<>();

    Names(DocumentKind kind, Findings findings) {
        this.kind = kind;
        this.findings = findings;
    }

    /// The name of a document, whatever else is wrong with it.
    static Optional<String> of(Document document) {
        return document.text(POINTER);
    }

    void add(Document document) {
        of(document).ifPresent(name -> add(name, document));
    }

    private void add(String name, Document document) {
        Document before = first.putIfAbsent(name, document);
        if (before != null) {
            twice.add(name);
            findings.add(
                    DiagnosticCode.DUPLICATE_NAME,
                    document.span(POINTER),
                    kind.written()
                            + " name "
                            + Quantity.quote(name)
                            + " is taken by "
                            + before.span(POINTER).origin());
        }
    }

    /// Whether the document's name belongs to it alone.
    boolean isUnique(Document document) {
        return of(document).filter(name -> !twice.contains(name)).isPresent();
    }
}
