package org.vzgit.reconciler.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "enter",
        description = "Open a login shell in a VE.",
        footer = {"", "Example:", "  vzgit enter web1"})
final class EnterCommand implements Callable<Integer> {
    /// What every system has; a login shell reads the VE's own /etc/profile.
    private static final List<String> LOGIN_SHELL = List.of("/bin/sh", "-l");

    private final Console console;
    private final InsideRuns runs;

    @Parameters(paramLabel = "VE", description = "Name or veid.")
    private String ve = "";

    EnterCommand(Console console, InsideRuns runs) {
        this.console = console;
        this.runs = runs;
    }

    @Override
    public Integer call() throws CommandFailure {
        String terminal = console.surroundings().variables().getOrDefault("TERM", "vt100");
        VeCommand shell = VeCommand.of(LOGIN_SHELL, ExecStreams.INHERITED).onTerminal(terminal);
        return runs.inOne(ve, shell);
    }
}
