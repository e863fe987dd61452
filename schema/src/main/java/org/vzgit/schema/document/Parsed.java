package org.vzgit.schema.document;

/// What became of a piece of text.
sealed interface Parsed {

    /// A document of a known kind; its fields may still be wrong.
    record Sound(Document document) implements Parsed {}

    /// A piece of text that is no document of ours.
    record Broken(Unreadable rest) implements Parsed {}
}
