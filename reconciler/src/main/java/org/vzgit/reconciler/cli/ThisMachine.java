package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// The ports of the running machine. Nothing native is loaded before a command opens one.
final class ThisMachine {
    private static final Path CONFIGURATION = Path.of("/etc/vzgit/vzgit.conf");

    /// What every system has; a login shell reads the VE's own /etc/profile.
    private static final List<String> LOGIN_SHELL = List.of("/bin/sh", "-l");

    private ThisMachine() {}

    static Ports ports() {
        return new Ports(LinuxKernel::open, ThisMachine::act, ThisMachine::run, CONFIGURATION);
    }

    private static Kernel act(NodeHome home) throws CommandFailure {
        try {
            return LinuxKernel.openToAct(home);
        } catch (OperationFailure failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static int run(NodeHome home, VeId veid, List<String> command) throws CommandFailure {
        boolean enters = command.isEmpty();
        Optional<String> terminal =
                enters
                        ? Optional.of(System.getenv().getOrDefault("TERM", "vt100"))
                        : Optional.empty();
        try (LinuxKernel kernel = LinuxKernel.open(home)) {
            VeCommand run = VeCommand.of(enters ? LOGIN_SHELL : command, ExecStreams.INHERITED);
            return kernel.execute(veid, terminal.map(run::onTerminal).orElse(run));
        } catch (OperationFailure failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }
}
