package org.vzgit.reconciler.cli;

import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Journal;

/// Where a node keeps its journal.
final class Journals {
    private Journals() {}

    static Journal of(NodeHome home) {
        return new Journal(home.state().resolve("journal"));
    }
}
