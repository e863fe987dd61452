package org.vzgit.reconciler.source;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// What reading remote repositories needs from the machine.
///
/// @param cache where fetched repositories are kept, one bare repository for each URL
/// @param userHome whose `.ssh` has the keys and the known hosts
/// @param tokenFile the file with the access token for `https://`; read again for each fetch, so it
///   may be replaced
/// @param clock for deadlines
public record SourceSettings(
        Path cache, Path userHome, Optional<Path> tokenFile, InstantSource clock) {}
