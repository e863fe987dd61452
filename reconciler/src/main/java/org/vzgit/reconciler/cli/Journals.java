package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Journal;

/// Where a node keeps its journal.
final class Journals {
    private Journals() {}

    static Journal of(NodeHome home) {
        return new Journal(directory(home));
    }

    static Path directory(NodeHome home) {
        return home.state().resolve("journal");
    }
}
