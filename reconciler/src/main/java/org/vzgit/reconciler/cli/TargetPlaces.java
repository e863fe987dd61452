package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import org.vzgit.kernel.sys.NodeHome;

/// Where defaults of a target are looked for.
record TargetPlaces(NodeHome home, Path configuration) {}
