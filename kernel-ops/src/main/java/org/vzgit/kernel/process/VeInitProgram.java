package org.vzgit.kernel.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.CarriedProgram;
import org.vzgit.kernel.sys.NodeHome;

/// The launcher, on disk as `bin/ve-init-DIGEST`.
final class VeInitProgram {
    private static final String QUOTA_SOCKET = "quota-";

    private final Path directory;
    private final CarriedProgram program;

    VeInitProgram(NodeHome home) {
        directory = directoryOf(home);
        program = new CarriedProgram(VeInitProgram.class, "ve-init", directory);
    }

    private static Path directoryOf(NodeHome home) {
        return home.run().resolve("bin");
    }

    /// Whether a path, as `/proc/PID/exe` shows it, is a launcher of this node, of any version.
    boolean isLauncher(Path executable) {
        return executable.startsWith(directory);
    }

    /// Where the keeper of a VE's user quota takes more processes; empty when the VE has none.
    Optional<Path> quotaSocket(int initPid) {
        return Optional.of(directory.resolve(QUOTA_SOCKET + initPid)).filter(Files::exists);
    }

    /// The number of the VE's init is added to it.
    static String quotaSocketPrefix(NodeHome home) {
        return directoryOf(home).resolve(QUOTA_SOCKET).toString();
    }

    /// The program's file, written first when it is missing or damaged. Loaded only by commands
    /// that start a VE, and once.
    Path install() throws OperationFailure {
        return program.install();
    }
}
