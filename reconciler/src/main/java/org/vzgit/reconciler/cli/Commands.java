package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// How each command is made, in the order in which help lists them.
final class Commands {
    private static final String COMPLETION = "completion";

    private final SequencedMap<String, Supplier<Object>> makers = new LinkedHashMap<>();

    Commands(Console console, Globals globals, Ports ports) {
        Observers observers = ports.observers();
        TargetReader targets = new TargetReader(console, globals, ports.configuration());
        // Not before the arguments are parsed, which say where the home is.
        Supplier<MachineSize> machine =
                () -> new MachineSize(Path.of("/proc"), globals.home().state());
        makers.put("validate", () -> new ValidateCommand(console, globals, observers));
        makers.put("plan", () -> new PlanCommand(console, globals, observers, targets));
        makers.put("apply", () -> new ApplyCommand(console, globals, ports, targets));
        makers.put("snapshot", () -> new SnapshotCommand(console, globals, observers, targets));
        makers.put("status", () -> new StatusCommand(console, globals, observers, targets));
        makers.put("list", () -> new ListCommand(console, globals, observers, targets));
        makers.put("ubc", () -> new UbcCommand(console, globals, observers));
        makers.put("template", () -> new TemplateCommand(console, globals, observers, targets));
        InsideRuns runs = new InsideRuns(console, globals, ports, targets);
        makers.put("exec", () -> new ExecCommand(console, runs));
        makers.put("enter", () -> new EnterCommand(console, runs));
        makers.put("runscript", () -> new RunScriptCommand(runs));
        makers.put("agent", () -> new AgentCommand(console, globals, ports, targets));
        makers.put("doctor", () -> new DoctorCommand(console, globals));
        makers.put("sync", () -> new SyncCommand(console, globals));
        makers.put("cancel", () -> new CancelCommand(console, globals));
        makers.put("suspend", () -> new SuspendCommand(console, globals, observers));
        makers.put("resume", () -> new ResumeCommand(console, globals, observers));
        makers.put("hold", () -> new HoldCommand(console, globals, targets));
        makers.put("release", () -> new ReleaseCommand(console, globals));
        makers.put("history", () -> new HistoryCommand(console, globals));
        makers.put("events", () -> new EventsCommand(console, globals));
        makers.put("blame", () -> new BlameCommand(console, globals, targets));
        makers.put("revert", () -> new RevertCommand(console, globals, observers, targets));
        makers.put("accept", () -> new AcceptCommand(console, globals, targets));
        makers.put("init", () -> new InitCommand(console, globals, machine));
        makers.put("import", () -> new ImportCommand(console, globals, observers, targets));
        makers.put("split", () -> new SplitCommand(console, machine));
        makers.put("suggest", () -> new SuggestCommand(console, globals));
        makers.put("explain", () -> new ExplainCommand(console));
        makers.put("schema", () -> new SchemaCommand(console));
        makers.put("version", () -> new VersionCommand(console));
        makers.put(COMPLETION, () -> new CompletionCommand(console));
        makers.put("wipe", () -> new WipeCommand(console, globals, ports.kernels()));
        makers.put("train", () -> new TrainCommand(console, ports));
    }

    /// The commands that a command line may turn out to need. Where it begins with one, that is the
    /// only one: picocli takes some ten milliseconds to look at each.
    Collection<Object> neededFor(List<String> arguments) {
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        Supplier<Object> maker = makers.get(first);
        return maker != null && !first.equals(COMPLETION)
                ? List.of(maker.get())
                : makers.values().stream().map(Supplier::get).toList();
    }
}
