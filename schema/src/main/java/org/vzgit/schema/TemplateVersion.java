package org.vzgit.schema;

import java.util.regex.Pattern;

/// One state of a template's files: 1 to 64 letters, digits, dots and dashes, in practice a digest
/// of the content.
public record TemplateVersion(String value) {
    public static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    public TemplateVersion {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a template version: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
