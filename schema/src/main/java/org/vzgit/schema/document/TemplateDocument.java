package org.vzgit.schema.document;

import java.util.List;
import java.util.function.Function;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;

/// Reads a document of kind Template whose shape the schema check has approved.
final class TemplateDocument {
    private static final String SOURCE = "/spec/source";
    private static final String BUILTIN_BUSYBOX = "builtin:busybox";
    private static final String MIRROR_DEFAULT = "https://deb.debian.org/debian";
    private static final String INIT_DEFAULT = "/sbin/init";

    /// Exists without a document, so it stands in no file.
    static final TemplateSpec BUSYBOX =
            new TemplateSpec(
                    TemplateSpec.BUSYBOX,
                    new TemplateSpec.Source.Busybox(),
                    INIT_DEFAULT,
                    new Origin("builtin", 1, 1));

    private TemplateDocument() {}

    static TemplateSpec read(Document document, Findings findings) {
        return new TemplateSpec(
                new TemplateName(Names.of(document).orElseThrow()),
                source(document, findings),
                document.text("/spec/init").orElse(INIT_DEFAULT),
                document.origin());
    }

    private static TemplateSpec.Source source(Document document, Findings findings) {
        String source = document.text(SOURCE).orElse("");
        return switch (source) {
            case BUILTIN_BUSYBOX -> new TemplateSpec.Source.Busybox();
            case "deb" -> needing(document, findings, source, TemplateDocument::packages);
            case "tar" -> needing(document, findings, source, TemplateDocument::archive);
            default -> {
                findings.add(
                        DiagnosticCode.NOT_SUPPORTED_YET,
                        document.span(SOURCE),
                        "source " + source + " is not supported yet",
                        "deb, tar and " + BUILTIN_BUSYBOX + " are");
                yield new TemplateSpec.Source.NotYet();
            }
        };
    }

    /// The part that is named like the source says what of it.
    private static TemplateSpec.Source needing(
            Document document,
            Findings findings,
            String part,
            Function<Document, TemplateSpec.Source> read) {
        if (!document.json("/spec/" + part).isObject()) {
            findings.add(
                    DiagnosticCode.NOT_SUPPORTED_YET,
                    document.span(SOURCE),
                    "source " + part + " without spec." + part + " says nothing",
                    "add spec." + part);
            return new TemplateSpec.Source.NotYet();
        }
        return read.apply(document);
    }

    private static TemplateSpec.Source packages(Document document) {
        List<String> components = words(document, "/spec/deb/components");
        return new TemplateSpec.Source.Packages(
                document.text("/spec/deb/suite").orElse(""),
                document.text("/spec/deb/mirror").orElse(MIRROR_DEFAULT),
                document.text("/spec/architecture").orElse(""),
                components.isEmpty() ? List.of("main") : components,
                words(document, "/spec/deb/packages"));
    }

    private static TemplateSpec.Source archive(Document document) {
        return new TemplateSpec.Source.Archive(
                document.text("/spec/tar/file").orElse(""),
                document.text("/spec/tar/sha256").orElse(""));
    }

    private static List<String> words(Document document, String pointer) {
        return document.json(pointer).valueStream().map(word -> word.asString("")).toList();
    }
}
