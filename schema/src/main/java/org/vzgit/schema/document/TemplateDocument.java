package org.vzgit.schema.document;

import java.util.function.Supplier;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateScripts;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateSpec.Source;
import org.vzgit.schema.VeName;

/// Reads a document of kind Template whose shape the schema check has approved.
final class TemplateDocument {
    private static final String SOURCE = "/spec/source";
    private static final String BUILTIN_BUSYBOX = "builtin:busybox";
    private static final String INIT_DEFAULT = "/sbin/init";

    /// Exists without a document, so it stands in no file.
    static final TemplateSpec BUSYBOX =
            new TemplateSpec(
                    TemplateSpec.BUSYBOX,
                    new Source.Busybox(),
                    INIT_DEFAULT,
                    new Origin("builtin", 1, 1));

    private final Document document;
    private final Findings findings;

    private TemplateDocument(Document document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    static TemplateSpec read(Document document, Findings findings) {
        TemplateDocument template = new TemplateDocument(document, findings);
        return new TemplateSpec(
                new TemplateName(Names.of(document).orElseThrow()),
                template.source(),
                template.text("/spec/init", INIT_DEFAULT),
                template.scripts(),
                document.origin());
    }

    private Source source() {
        PackageSource packages = new PackageSource(document, findings);
        String source = text(SOURCE, "");
        return switch (source) {
            case BUILTIN_BUSYBOX -> new Source.Busybox();
            case "deb" -> needing(source, packages::deb);
            case "rpm" -> needing(source, packages::rpm);
            case "tar" -> needing(source, this::archive);
            case "ve" -> needing(source, this::stoppedVe);
            default -> {
                findings.add(
                        DiagnosticCode.NOT_SUPPORTED_YET,
                        document.span(SOURCE),
                        "source " + source + " is not supported yet",
                        "deb, rpm, tar, ve and " + BUILTIN_BUSYBOX + " are");
                yield new Source.NotYet();
            }
        };
    }

    /// The part that is named like the source says what of it.
    private Source needing(String part, Supplier<Source> read) {
        if (!document.json("/spec/" + part).isObject()) {
            findings.add(
                    DiagnosticCode.NOT_SUPPORTED_YET,
                    document.span(SOURCE),
                    "source " + part + " without spec." + part + " says nothing",
                    "add spec." + part);
            return new Source.NotYet();
        }
        return read.get();
    }

    private Source archive() {
        return new Source.Archive(text("/spec/tar/file", ""), text("/spec/tar/sha256", ""));
    }

    private Source stoppedVe() {
        return new Source.StoppedVe(new VeName(text("/spec/ve/name", "")));
    }

    private TemplateScripts scripts() {
        return new TemplateScripts(
                text("/spec/scripts/preInstall", ""),
                text("/spec/scripts/postInstall", ""),
                document.json("/spec/scripts/network").asBoolean(false),
                new Seconds(
                        document.json("/spec/scripts/timeout")
                                .asInt(TemplateScripts.TIMEOUT_DEFAULT.value())));
    }

    private String text(String pointer, String unsaid) {
        return document.text(pointer).orElse(unsaid);
    }
}
