package org.vzgit.reconciler.source;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// What reading remote repositories needs from the machine.
///
/// @param cache where fetched repositories are kept, one bare repository for each URL
/// @param userHome whose `.ssh` has the keys and the known hosts that no file of ours has
/// @param credentials what proves to servers who we are, and to us who they are
/// @param clock for deadlines
public record SourceSettings(
        Path cache, Path userHome, Credentials credentials, InstantSource clock) {
    /// With an access token as the only credential.
    public SourceSettings(
            Path cache, Path userHome, Optional<Path> tokenFile, InstantSource clock) {
        this(cache, userHome, Credentials.token(tokenFile), clock);
    }
}
