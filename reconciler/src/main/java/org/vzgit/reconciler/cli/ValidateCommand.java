package org.vzgit.reconciler.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.state.Features;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Looks at files only: neither at this node nor at any kernel.
@Command(
        name = "validate",
        description = "Check a desired state: YAML, fields, units, ranges, references.",
        footer = {
            "",
            "Exit code 3 when there are errors. `vzgit explain CODE` tells more about each.",
            "",
            "Examples:",
            "  vzgit validate examples/desired-state",
            "  vzgit validate --here examples/desired-state",
            "  vzgit validate --repo /srv/desired.git --rev main"
        })
final class ValidateCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;

    /// Prepares itself while the command line is parsed.
    private final DesiredStateReader reader = new DesiredStateReader();

    @Mixin private final SourceOptions options = new SourceOptions();

    @Mixin private final OutputOption output = new OutputOption();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Directories and files.")
    private List<Path> paths = List.of();

    @Option(names = "--here", description = "Also warn of bounds that this node does not keep.")
    private boolean here;

    ValidateCommand(Console console, Globals globals, Observers observers) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
    }

    @Override
    public Integer call() throws CommandFailure {
        DesiredState desired = read();
        console.print(
                output.json()
                        ? Findings.json(desired)
                        : Findings.text(desired, console.palette(globals.color))
                                + Findings.summary(desired)
                                + "\n");
        return (desired.hasErrors() ? ExitCode.INVALID_INPUT : ExitCode.OK).code();
    }

    private DesiredState read() throws CommandFailure {
        var location = options.location();
        if (location.isPresent() != paths.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "say what to check: either PATH or --repo REPO");
        }
        Snapshot snapshot =
                location.isPresent()
                        ? TargetReader.open(location.get(), globals, console)
                        : readPaths();
        DesiredState desired =
                snapshot.complete(reader.read(snapshot.revision(), snapshot.files()));
        return here ? NodeFindings.added(desired, features(), snapshot.files()) : desired;
    }

    private Features features() throws CommandFailure {
        try (Observer observer = observers.open(globals.home())) {
            return observer.observe().features();
        }
    }

    /// All paths are one desired state: documents may refer to each other across them.
    private Snapshot readPaths() throws CommandFailure {
        List<SourceFile> files = new ArrayList<>();
        List<Diagnostic> findings = new ArrayList<>();
        for (Path path : paths) {
            Snapshot snapshot = TargetReader.open(SourceLocation.directory(path), globals, console);
            for (SourceFile file : snapshot.files()) {
                // Documents name scripts by their path below the directory.
                boolean script = ActionScript.actionOf(file.path()).isPresent();
                String name = script ? file.path() : asTyped(path, file.path());
                files.add(new SourceFile(name, file.text()));
            }
            findings.addAll(snapshot.findings());
        }
        return new Snapshot(new Revision(Revision.DIRECTORY, ""), files, "directory", findings);
    }

    /// As seen from where the user is, so that an editor opens it from the message.
    private static String asTyped(Path argument, String path) {
        return Files.isDirectory(argument)
                ? argument.resolve(path).normalize().toString()
                : argument.toString();
    }
}
