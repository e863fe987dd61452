package org.vzgit.reconciler.source;

import java.nio.file.Path;
import java.util.Optional;

/// Files that prove to servers who we are, and to us who they are. Always files, read again for
/// each connection so that they may be replaced: arguments and environments can be read by others.
///
/// @param token the access token for `https://`
/// @param sshKey the private key for `ssh://`; without it those in `~/.ssh` are tried
/// @param knownHosts the host keys for `ssh://`; without it `~/.ssh/known_hosts`
/// @param authority certificates, PEM, one of which has to have signed that of an `https://`
///   server; without it those that Java trusts
public record Credentials(
        Optional<Path> token,
        Optional<Path> sshKey,
        Optional<Path> knownHosts,
        Optional<Path> authority) {
    static Credentials token(Optional<Path> file) {
        return new Credentials(file, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
