package org.vzgit.kernel.state;

import java.util.regex.Pattern;
import org.vzgit.schema.TemplateName;

/// One immutable version of a template. An update makes a new version; a version in use never
/// changes.
///
/// @param version 1 to 64 letters, digits, dots and dashes; for built-in templates a digest of the
///   content
public record TemplateRef(TemplateName name, String version) {
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    public TemplateRef {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("not a template version: " + version);
        }
    }

    /// `name@version`, also the name of its directory in the template cache.
    public String text() {
        return name + "@" + version;
    }
}
