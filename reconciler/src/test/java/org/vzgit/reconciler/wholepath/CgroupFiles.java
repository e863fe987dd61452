package org.vzgit.reconciler.wholepath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// The cgroup files of a VE as the kernel's documents name them, read and written without the
/// product.
record CgroupFiles(NodeHome home, VeId veid) {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    static boolean pureV2() {
        return Files.exists(ROOT.resolve("cgroup.controllers"));
    }

    /// @param controller the v1 hierarchy; v2 has one for all
    Path path(String controller, String file) {
        Path hierarchy = pureV2() ? ROOT : ROOT.resolve(controller);
        return hierarchy.resolve(home.tag()).resolve(veid.toString()).resolve(file);
    }

    String read(String controller, String file) throws IOException {
        return Files.readString(path(controller, file)).strip();
    }

    void write(String controller, String file, String value) throws IOException {
        Files.writeString(path(controller, file), value);
    }

    /// A host process that is counted as the VE's from its first line on.
    ProcessBuilder counted(String script) {
        return new ProcessBuilder(
                        "sh", "-c", "echo $$ > " + path("pids", "cgroup.procs") + "; " + script)
                .redirectErrorStream(true);
    }
}
