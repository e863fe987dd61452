package org.vzgit.schema;

/// How bad a finding in a document is.
public enum Severity {
    /// The document cannot be used; its VE stays as it is.
    ERROR,
    /// The document is used, but somebody should look.
    WARNING
}
