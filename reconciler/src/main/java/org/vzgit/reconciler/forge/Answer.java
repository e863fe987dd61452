package org.vzgit.reconciler.forge;

/// What became of a message to a forge.
sealed interface Answer {
    record Taken() implements Answer {}

    /// Sending the same again would end the same.
    record Refused(String message) implements Answer {}

    /// It may be taken later.
    record Failed(String message) implements Answer {}
}
