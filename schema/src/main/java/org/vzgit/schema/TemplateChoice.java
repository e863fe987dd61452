package org.vzgit.schema;

import java.util.Optional;

/// What a VE says that its root file system begins as.
///
/// @param version the only one that will do; empty is the one that is current when the VE is made,
///   whichever that is
public record TemplateChoice(TemplateName name, Optional<TemplateVersion> version) {

    /// Reads `NAME` and `NAME@VERSION`. No name has an `@`.
    ///
    /// @throws IllegalArgumentException when it is neither
    public static TemplateChoice parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return new TemplateChoice(new TemplateName(text), Optional.empty());
        }
        return new TemplateChoice(
                new TemplateName(text.substring(0, at)),
                Optional.of(new TemplateVersion(text.substring(at + 1))));
    }

    /// As it is written in a document.
    public String text() {
        return version.map(one -> name + "@" + one).orElseGet(name::toString);
    }
}
