package org.vzgit.kernel.process;

import java.nio.file.Path;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.CarriedProgram;
import org.vzgit.kernel.sys.NodeHome;

/// The launcher, on disk as `bin/ve-init-DIGEST`.
final class VeInitProgram {
    private final Path directory;
    private final CarriedProgram program;

    VeInitProgram(NodeHome home) {
        directory = home.run().resolve("bin");
        program = new CarriedProgram(VeInitProgram.class, "ve-init", directory);
    }

    /// Whether a path, as `/proc/PID/exe` shows it, is a launcher of this node, of any version.
    boolean isLauncher(Path executable) {
        return executable.startsWith(directory);
    }

    /// The program's file, written first when it is missing or damaged. Loaded only by commands
    /// that start a VE, and once.
    Path install() throws OperationFailure {
        return program.install();
    }
}
