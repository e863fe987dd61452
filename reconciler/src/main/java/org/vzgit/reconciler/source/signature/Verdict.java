package org.vzgit.reconciler.source.signature;

/// What the signature of one commit is worth on this node.
public sealed interface Verdict {
    /// Made by somebody whom the node's administrator allows to.
    ///
    /// @param signer the name that the administrator's file gives to the key
    /// @param key fingerprint of the key: `SHA256:…` for SSH, hexadecimal digits for OpenPGP
    record Signed(String signer, String key) implements Verdict {}

    /// There is none.
    record Unsigned() implements Verdict {}

    /// There is one that does not count.
    ///
    /// @param reason one clause, printable
    record Refused(String reason) implements Verdict {}

    /// One word or clause for people.
    default String text() {
        return switch (this) {
            case Signed(String signer, _) -> signer;
            case Unsigned _ -> "not signed";
            case Refused(String reason) -> reason;
        };
    }
}
