package org.vzgit.schema.document;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;

/// Text to documents of a known kind.
final class DocumentParser {
    private static final String KIND = "/kind";
    private static final String API_VERSION = "/apiVersion";

    /// Its version follows: `v1beta1` of a Kustomization, `v1alpha1` of a Component.
    private static final String KUSTOMIZE = "kustomize.config.k8s.io/";

    private final Findings findings;

    DocumentParser(Findings findings) {
        this.findings = findings;
    }

    /// What the text holds: usually one document, none when it is empty.
    List<Parsed> parse(DocumentText source) {
        if (source.text().length() > InputBounds.DOCUMENT_CHARS_MAX) {
            findings.add(
                    DiagnosticCode.TOO_LARGE,
                    source.start(),
                    "document has "
                            + source.text().length()
                            + " characters, more than "
                            + InputBounds.DOCUMENT_CHARS_MAX);
            return List.of(new Parsed.Broken(Unreadable.of(source)));
        }
        return YamlComposer.compose(source, findings)
                .map(trees ->
                        trees.stream()
                                .filter(tree -> !isKustomization(tree))
                                .map(this::parsed)
                                .toList())
                .orElseGet(() -> List.of(new Parsed.Broken(Unreadable.of(source))));
    }

    /// Whether it says of itself that it is kustomize's, which reads it beside our documents.
    private static boolean isKustomization(Tree tree) {
        return new Document(DocumentKind.VE, tree)
                .text(API_VERSION)
                .filter(version -> version.startsWith(KUSTOMIZE))
                .isPresent();
    }

    private Parsed parsed(Tree tree) {
        Document unknown = new Document(DocumentKind.VE, tree);
        Optional<DocumentKind> kind = kind(unknown);
        if (kind.isPresent()) {
            return new Parsed.Sound(new Document(kind.get(), tree));
        }
        Optional<VeId> veid =
                unknown.place(Pointer.of(VeField.VEID)).map(Place::text).flatMap(VeidSyntax::read);
        return new Parsed.Broken(
                new Unreadable(veid, unknown.text(KIND).flatMap(DocumentKind::named)));
    }

    private Optional<DocumentKind> kind(Document document) {
        if (!document.tree().root().isObject()) {
            findings.add(
                    DiagnosticCode.WRONG_TYPE,
                    document.span(""),
                    "document wants a mapping, not " + SchemaCheck.typeOf(document.tree().root()));
            return Optional.empty();
        }
        Optional<DocumentKind> kind =
                Arrays.stream(DocumentKind.values())
                        .filter(k -> document.text(KIND).filter(k.written()::equals).isPresent())
                        .findFirst();
        if (kind.isEmpty()) {
            unknown(
                    document,
                    KIND,
                    Arrays.stream(DocumentKind.values()).map(DocumentKind::written).toList());
        }
        boolean ours =
                document.text(API_VERSION).filter(DocumentKind.API_VERSION::equals).isPresent();
        if (!ours) {
            unknown(document, API_VERSION, List.of(DocumentKind.API_VERSION));
        }
        return ours ? kind : Optional.empty();
    }

    private void unknown(Document document, String pointer, List<String> legal) {
        String field = pointer.substring(1);
        Optional<Place> place = document.place(pointer);
        if (place.isEmpty()) {
            findings.add(
                    DiagnosticCode.UNKNOWN_KIND,
                    document.keySpan(pointer),
                    "document has no " + Quantity.quote(field),
                    "one of " + String.join(", ", legal));
            return;
        }
        String text = place.get().text();
        findings.add(
                DiagnosticCode.UNKNOWN_KIND,
                document.span(pointer),
                field + " " + Quantity.quote(text) + " is not one of " + String.join(", ", legal),
                Suggestion.didYouMean(text, legal));
    }
}
