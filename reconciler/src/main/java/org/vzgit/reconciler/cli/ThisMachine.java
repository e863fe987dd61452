package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.List;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.ExecRequest;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// The ports of the running machine. Nothing native is loaded before a command opens one.
final class ThisMachine {
    private static final Path CONFIGURATION = Path.of("/etc/vzgit/vzgit.conf");

    private ThisMachine() {}

    static Ports ports() {
        return new Ports(
                ThisMachine::open, ThisMachine::open, ThisMachine::execute, CONFIGURATION);
    }

    private static LinuxKernel open(NodeHome home) throws CommandFailure {
        return LinuxKernel.open(home);
    }

    private static int execute(NodeHome home, VeId veid, List<String> command)
            throws CommandFailure {
        try (LinuxKernel kernel = open(home)) {
            return kernel.execute(veid, ExecRequest.of(command));
        } catch (OperationFailure failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }
}
