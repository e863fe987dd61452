package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// The ports of the running machine. Nothing native is loaded before a command opens one.
final class ThisMachine {
    private static final Path CONFIGURATION = Path.of("/etc/vzgit/vzgit.conf");

    private ThisMachine() {}

    static Ports ports() {
        return new Ports(LinuxKernel::open, ThisMachine::act, ThisMachine::inside, CONFIGURATION);
    }

    private static Kernel act(NodeHome home) throws CommandFailure {
        try {
            return LinuxKernel.openToAct(home);
        } catch (OperationFailure failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static Insides.Inside inside(NodeHome home) {
        return new Entrance(LinuxKernel.open(home));
    }

    private record Entrance(LinuxKernel kernel) implements Insides.Inside {
        @Override
        public int run(VeId veid, VeCommand command) throws OperationFailure {
            return kernel.execute(veid, command);
        }

        @Override
        public Process start(VeId veid, VeCommand command) throws OperationFailure {
            return kernel.start(veid, command);
        }

        @Override
        public void close() {
            kernel.close();
        }
    }
}
