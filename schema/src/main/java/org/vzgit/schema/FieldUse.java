package org.vzgit.schema;

/// One field that a VE uses, and where that was written.
public record FieldUse(VeField field, Origin origin) {}
