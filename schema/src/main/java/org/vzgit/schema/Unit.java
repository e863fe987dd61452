package org.vzgit.schema;

/// The unit in which a bare number of the OpenVZ value syntax is read.
public enum Unit {
    BYTES,
    PAGES,
    ITEMS
}
