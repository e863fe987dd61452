package org.vzgit.reconciler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.reconciler.source.SnapshotRefs;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;

/// Node snapshots that agents published to the repository of their desired state.
final class PublishedSnapshots {
    private PublishedSnapshots() {}

    /// One that is not what a node writes ends the review: without it, cuts below what is in use
    /// would pass.
    static List<NodeSnapshot> read(SnapshotRefs refs, SourceLocation.Repository repository)
            throws CommandFailure {
        List<NodeSnapshot> snapshots = new ArrayList<>();
        try {
            for (Map.Entry<String, String> entry : refs.read(repository).entrySet()) {
                snapshots.add(parse(entry.getKey(), entry.getValue()));
            }
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
        return snapshots;
    }

    private static NodeSnapshot parse(String node, String json) throws CommandFailure {
        try {
            NodeSnapshot snapshot = NodeSnapshot.parse(json);
            if (snapshot.node().value().equals(node)) {
                return snapshot;
            }
            throw wrong(node, new IllegalArgumentException("it is of node " + snapshot.node()));
        } catch (IllegalArgumentException malformed) {
            throw wrong(node, malformed);
        }
    }

    private static CommandFailure wrong(String node, IllegalArgumentException why) {
        String ref = SnapshotRefs.of(node);
        return new CommandFailure(
                ExitCode.INVALID_INPUT,
                "read "
                        + ref
                        + ": not a snapshot of that node: "
                        + why.getMessage()
                        + "; delete it: git push origin :"
                        + ref,
                why);
    }
}
