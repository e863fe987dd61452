package org.vzgit.reconciler.cli;

import java.nio.file.Path;

/// Everything through which commands reach the world outside their arguments. Tests give others.
///
/// @param observers for commands that only look
/// @param kernels for commands that act
/// @param insides for commands that run something in a VE
/// @param configuration the administrator's settings of the default node home
record Ports(Observers observers, Kernels kernels, Insides insides, Path configuration) {}
