package org.vzgit.schema.document;

/// How the text of one field becomes a value.
@FunctionalInterface
interface ValueSyntax {

    /// @param written the value as YAML
    /// @throws BadValue if the field does not take it
    FieldValue read(Written written) throws BadValue;
}
