package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// Refuses trees with device nodes. VEs could not open them, but whoever works on the template from
/// the node could, and no root file system needs any: every VE is given its own `/dev`.
final class TreeDevices {
    private static final int FORMAT = 0170000;
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;

    private TreeDevices() {}

    static void refuse(Path tree, String tried) throws IOException, OperationFailure {
        try (Stream<Path> files = Files.walk(tree, FileTree.DEPTH_MAX)) {
            for (Iterator<Path> all = files.iterator(); all.hasNext(); ) {
                Path file = all.next();
                if (isDevice(file)) {
                    throw new OperationFailure(
                            FailureKind.REJECTED,
                            tried + ": /" + tree.relativize(file) + " is a device node");
                }
            }
        }
    }

    private static boolean isDevice(Path file) throws IOException {
        int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FORMAT) == CHARACTER || (mode & FORMAT) == BLOCK;
    }
}
