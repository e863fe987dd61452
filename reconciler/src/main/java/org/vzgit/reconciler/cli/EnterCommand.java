package org.vzgit.reconciler.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "enter",
        description = "Open a login shell in a VE.",
        footer = {"", "Example:", "  vzgit enter web1"})
final class EnterCommand implements Callable<Integer> {
    private final Globals globals;
    private final Ports ports;

    @Parameters(paramLabel = "VE", description = "Name or veid.")
    private String ve = "";

    EnterCommand(Globals globals, Ports ports) {
        this.globals = globals;
        this.ports = ports;
    }

    @Override
    public Integer call() throws CommandFailure {
        VeId veid;
        try (Observer observer = ports.observers().open(globals.home())) {
            veid = VeArgument.find(ve, observer.observe());
        }
        return ports.insides().run(globals.home(), veid, List.of());
    }
}
