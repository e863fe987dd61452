package org.vzgit.kernel.process;

import java.nio.file.Path;
import java.util.Optional;

/// What a VE is launched on.
///
/// @param directory has `upper`, `work`, `low` and `root`
/// @param quotaNote the file that says how many users and groups inside may have bounds of their
///   own; empty when none may
public record LaunchFiles(Path directory, Optional<Path> quotaNote) {}
