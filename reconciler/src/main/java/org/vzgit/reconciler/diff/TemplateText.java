package org.vzgit.reconciler.diff;

import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeSpec;

/// What a VE stands on, as exactly as its document speaks.
public final class TemplateText {
    private TemplateText() {}

    /// The name alone where the document names no version: a VE that names none keeps the version
    /// that it was made from, and that one is no difference.
    public static String of(TemplateRef standsOn, VeSpec spec) {
        return spec.templateChoice().version().isPresent()
                ? standsOn.text()
                : standsOn.name().value();
    }
}
