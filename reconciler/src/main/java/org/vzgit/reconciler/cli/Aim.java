package org.vzgit.reconciler.cli;

import java.util.Optional;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.NodeName;

/// Where the desired state is, and which of its nodes this host is.
record Aim(SourceLocation location, NodeName node) {
    Defaults toDefaults() {
        return new Defaults(Optional.of(location), Optional.of(node));
    }
}
