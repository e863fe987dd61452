package org.vzgit.reconciler.loop;

import java.nio.file.Path;
import org.vzgit.kernel.sys.NodeHome;

/// The files through which an agent and other processes of its node know of each other.
///
/// @param status what `status` reads, replaced after every pass
/// @param holds what people want left as it is, read before every pass
public record NodeFiles(Path status, HoldFile holds) {
    public static NodeFiles of(NodeHome home) {
        return new NodeFiles(home.run().resolve("status.json"), HoldFile.of(home));
    }
}
