package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.util.function.Consumer;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.ubc.UbcSnapshots;
import org.vzgit.reconciler.ubc.UbcTable;
import org.vzgit.schema.Revision;

/// Where a node's earlier looks at its beancounters are.
final class Snapshots {
    private Snapshots() {}

    static UbcSnapshots of(NodeHome home) {
        return new UbcSnapshots(home.run().resolve("ubc"));
    }

    /// Writes down where a revision began. What a commit did is no less done when this fails.
    static void keep(NodeHome home, Revision revision, ObservedNode node, Consumer<String> log) {
        try {
            of(home).keep(revision.id(), UbcTable.of(node));
        } catch (IOException failure) {
            log.accept("beancounters at " + revision.shortId() + " are not kept: " + failure);
        }
    }
}
