package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// The ports of the running machine. Nothing native is loaded before a command opens one.
final class ThisMachine {
    private static final Path CONFIGURATION = Path.of("/etc/vzgit/vzgit.conf");

    private ThisMachine() {}

    static Ports ports() {
        return new Ports(
                LinuxKernel::open, LinuxKernel::open, ThisMachine::execute, CONFIGURATION);
    }

    private static int execute(NodeHome home, VeId veid, List<String> command)
            throws CommandFailure {
        try (LinuxKernel kernel = LinuxKernel.open(home)) {
            return kernel.execute(veid, command, Optional.empty());
        } catch (OperationFailure failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }
}
