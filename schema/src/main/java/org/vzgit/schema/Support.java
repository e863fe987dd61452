package org.vzgit.schema;

/// Whether this version carries a field out.
public enum Support {
    CARRIED_OUT,
    /// Has its place in the schema, but a VE that uses it is refused at plan time.
    NOT_YET
}
