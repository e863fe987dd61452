package org.vzgit.reconciler.source.signature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One line of a file in the format ALLOWED SIGNERS of ssh-keygen(1).
///
/// @param principals patterns of names, as written between commas
/// @param authority whether the key signs certificates and not commits
/// @param namespaces patterns; empty for any
/// @param after from when on signatures count
/// @param before until when they do
/// @param key type and base64 text, as in a `.pub` file without its comment
record AllowedKey(
        List<String> principals,
        boolean authority,
        List<String> namespaces,
        Instant after,
        Instant before,
        String key) {
    AllowedKey {
        principals = List.copyOf(principals);
        namespaces = List.copyOf(namespaces);
    }

    boolean allows(String namespace, Instant when) {
        return (namespaces.isEmpty() || PatternList.of(namespaces).matches(namespace))
                && !when.isBefore(after)
                && when.isBefore(before);
    }

    /// The first of a certificate's names that this authority may certify.
    Optional<String> certifies(List<String> names) {
        PatternList patterns = PatternList.of(principals);
        return names.stream().filter(patterns::matches).findFirst();
    }
}
