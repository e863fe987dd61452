package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.sys.NodeHome;

/// Whether a node runs scripts of its repository as its own root.
///
/// A file on the node and no field of a document: whoever may write to the repository would
/// otherwise be root of every node that follows it. Looked at each time, so that taking it away
/// counts at once.
record HostScripts(Path permission) {

    static HostScripts of(NodeHome home) {
        return new HostScripts(home.state().resolve("allow-host-scripts"));
    }

    /// Only what root alone can have written.
    boolean isAllowed() {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(
                            permission,
                            "unix:uid,isRegularFile,permissions",
                            LinkOption.NOFOLLOW_LINKS);
            return Boolean.TRUE.equals(attributes.get("isRegularFile"))
                    && Integer.valueOf(0).equals(attributes.get("uid"))
                    && attributes.get("permissions") instanceof Set<?> modes
                    && !modes.contains(PosixFilePermission.GROUP_WRITE)
                    && !modes.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException _) {
            return false;
        }
    }
}
