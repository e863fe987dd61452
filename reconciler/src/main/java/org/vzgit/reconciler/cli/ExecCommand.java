package org.vzgit.reconciler.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description = "Run a command in a VE, in all of its namespaces and limits.",
        footer = {
            "",
            "Ends with the exit code of the command.",
            "",
            "Example:",
            "  vzgit exec web1 -- ps -o pid,args"
        })
final class ExecCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Ports ports;

    @Parameters(index = "0", paramLabel = "VE", description = "Name or veid.")
    private String ve = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CMD", description = "What to run.")
    private List<String> command = List.of();

    ExecCommand(Console console, Globals globals, Ports ports) {
        this.console = console;
        this.globals = globals;
        this.ports = ports;
    }

    @Override
    public Integer call() throws CommandFailure {
        console.out().flush();
        VeId veid;
        try (Observer observer = ports.observers().open(globals.home())) {
            veid = VeArgument.find(ve, observer.observe());
        }
        return ports.insides().run(globals.home(), veid, command);
    }
}
