package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.reconciler.source.SnapshotRefs;

/// Node snapshots as files.
final class SnapshotFiles {
    static final int BYTES_MAX = SnapshotRefs.BYTES_MAX;

    private SnapshotFiles() {}

    static List<NodeSnapshot> read(List<Path> files) throws CommandFailure {
        List<NodeSnapshot> snapshots = new ArrayList<>();
        for (Path file : files) {
            snapshots.add(read(file));
        }
        return snapshots;
    }

    private static NodeSnapshot read(Path file) throws CommandFailure {
        try {
            return NodeSnapshot.parse(OwnFile.read(file, BYTES_MAX));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                    ExitCode.INVALID_INPUT,
                    "read "
                            + file
                            + ": not a node snapshot: "
                            + wrong.getMessage()
                            + "; make one with: vzgit snapshot --out "
                            + file,
                    wrong);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "read " + file + ": " + failure.getMessage(), failure);
        }
    }
}
