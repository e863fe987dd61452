package org.vzgit.schema.document;

import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;

/// Reads a document of kind Template whose shape the schema check has approved.
final class TemplateDocument {
    private static final String SOURCE = "/spec/source";
    private static final String BUILTIN_BUSYBOX = "builtin:busybox";
    private static final String INIT_DEFAULT = "/sbin/init";

    /// Exists without a document, so it stands in no file.
    static final TemplateSpec BUSYBOX =
            new TemplateSpec(
                    TemplateSpec.BUSYBOX,
                    TemplateSpec.Source.BUILTIN_BUSYBOX,
                    INIT_DEFAULT,
                    new Origin("builtin", 1, 1));

    private TemplateDocument() {}

    static TemplateSpec read(Document document, Findings findings) {
        boolean busybox = document.text(SOURCE).filter(BUILTIN_BUSYBOX::equals).isPresent();
        if (!busybox) {
            findings.add(
                    DiagnosticCode.NOT_SUPPORTED_YET,
                    document.span(SOURCE),
                    "source " + document.text(SOURCE).orElse("") + " is not supported yet",
                    "only " + BUILTIN_BUSYBOX + " is");
        }
        return new TemplateSpec(
                new TemplateName(Names.of(document).orElseThrow()),
                busybox ? TemplateSpec.Source.BUILTIN_BUSYBOX : TemplateSpec.Source.NOT_YET,
                document.text("/spec/init").orElse(INIT_DEFAULT),
                document.origin());
    }
}
