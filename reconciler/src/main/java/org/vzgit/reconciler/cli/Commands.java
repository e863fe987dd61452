package org.vzgit.reconciler.cli;

import java.util.List;

/// One object for each command, in the order in which help lists them.
final class Commands {
    private Commands() {}

    static List<Object> all(Console console, Globals globals, Ports ports) {
        return List.of(
                new ValidateCommand(console, globals),
                new PlanCommand(console, globals, ports.observers(), ports.configuration()),
                new ApplyCommand(console, globals, ports),
                new StatusCommand(console, globals, ports.observers(), ports.configuration()),
                new ListCommand(console, globals, ports.observers(), ports.configuration()),
                new ExecCommand(console, globals, ports),
                new EnterCommand(globals, ports),
                new AgentCommand(console, globals, ports),
                new HistoryCommand(console, globals),
                new ExplainCommand(console),
                new SchemaCommand(console),
                new VersionCommand(console),
                new CompletionCommand(console),
                new WipeCommand(console, globals, ports.kernels()),
                new TrainCommand(console, ports));
    }
}
