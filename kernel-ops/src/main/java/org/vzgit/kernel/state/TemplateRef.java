package org.vzgit.kernel.state;

import org.vzgit.schema.TemplateChoice;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateVersion;

/// One immutable version of a template. An update makes a new version; a version in use never
/// changes.
///
/// @param version 1 to 64 letters, digits, dots and dashes; for built-in templates a digest of the
///   content
public record TemplateRef(TemplateName name, String version) {
    public TemplateRef {
        new TemplateVersion(version);
    }

    /// Whether a VE that stands on this one has what its document says.
    public boolean satisfies(TemplateChoice choice) {
        return name.equals(choice.name())
                && choice.version().map(TemplateVersion::value).orElse(version).equals(version);
    }

    /// `name@version`, also the name of its directory in the template cache.
    public String text() {
        return name + "@" + version;
    }
}
