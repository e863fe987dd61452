package org.vzgit.schema;

import java.util.List;

/// Whose signatures make packages acceptable.
public sealed interface PackageTrust {
    /// The keys that the node's own package manager has.
    record OfNode() implements PackageTrust {}

    /// These keys and no others.
    ///
    /// @param keys each an OpenPGP public key in ASCII armor, or the absolute path of a file of the
    ///   node with one
    record Keys(List<String> keys) implements PackageTrust {
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /// Nobody's: whoever can answer for the repository's address decides what is installed.
    record Unsigned() implements PackageTrust {}
}
