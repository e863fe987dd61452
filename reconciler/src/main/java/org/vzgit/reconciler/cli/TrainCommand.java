package org.vzgit.reconciler.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs the usual commands once in one process, so that the JDK's AOT cache knows their classes.
/// They may fail, e.g. without root: what they loaded until then counts.
@Command(name = "train", hidden = true, description = "For the build: record classes to preload.")
final class TrainCommand implements Callable<Integer> {
    /// Where the desired state to train with is in a clone of vzgit.
    private static final String EXAMPLE = "examples/desired-state";

    private final Console console;
    private final Ports ports;

    @Parameters(paramLabel = "DIR", description = "A desired state to train with.")
    private Path directory = Path.of(".");

    @Parameters(index = "1", paramLabel = "HOME", description = "An empty node home.")
    private Path home = Path.of(".");

    TrainCommand(Console console, Ports ports) {
        this.console = console;
        this.ports = ports;
    }

    @Override
    public Integer call() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Console silent = new Console(nowhere, nowhere, console.surroundings());
        for (List<String> arguments : lessons()) {
            int code = Cli.run(silent, ports, arguments.toArray(String[]::new));
            console.say(String.join(" ", arguments) + ": exit code " + code);
        }
        return ExitCode.OK.code();
    }

    private List<List<String>> lessons() {
        String from = directory.toString();
        String to = home.toString();
        // Where this is a clone, reading commits is learnt too.
        String clone = directory.resolve("../..").normalize().toString();
        return List.of(
                List.of("version"),
                List.of("--help"),
                List.of("plan", "--help"),
                List.of("no-such-command"),
                List.of("validate", from),
                List.of("validate", "-o", "json", from),
                List.of("explain", "numproc"),
                List.of("schema", "VE"),
                List.of("plan", "--home", to, "--dir", from, "--node", "demo"),
                List.of("plan", "--home", to, "--dir", from, "--node", "demo", "-o", "json"),
                List.of("plan", "--base-dir", from, "--head-dir", from),
                List.of("plan", "--repo", clone, "--subdir", EXAMPLE, "--base", "HEAD"),
                List.of("status", "--home", to),
                List.of("list", "-a", "--home", to),
                List.of("history", "--home", to));
    }
}
