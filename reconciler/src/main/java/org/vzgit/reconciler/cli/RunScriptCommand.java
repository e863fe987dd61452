package org.vzgit.reconciler.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "runscript",
        synopsisHeading = "",
        customSynopsis = {
            "Usage: vzgit runscript VE SCRIPT [ARG…]",
            "       vzgit runscript (--name PATTERN | --label KEY=VALUE)… [--parallel N] SCRIPT"
                    + " [ARG…]"
        },
        description = "Run a script of this host in a VE, or in many.",
        footer = {
            "",
            "The VE gets a copy in its memory, at most 16 MiB, and never sees the file. Its first"
                    + " line",
            "says which program of the VE reads it; without one that is /bin/sh. Exit code, output"
                    + " and",
            "summary are as those of exec.",
            "",
            "Example:",
            "  vzgit runscript web1 ./check.sh -- --fast"
        })
final class RunScriptCommand implements Callable<Integer> {
    private final InsideRuns runs;

    @Mixin private final VeSelection selection = new VeSelection();

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "WORD",
            description = "The VE, unless options choose VEs; the script; its arguments.")
    private List<String> words = List.of();

    RunScriptCommand(InsideRuns runs) {
        this.runs = runs;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (selection.isMade()) {
            return runs.inMany(selection, command(words, ExecStreams.READ));
        }
        if (words.size() < 2) {
            throw new CommandFailure(
                    ExitCode.USAGE, "say which script to run in VE " + words.getFirst());
        }
        return runs.inOne(
                words.getFirst(), command(words.subList(1, words.size()), ExecStreams.INHERITED));
    }

    /// A script is opened where the VE is joined; that it is there is known before anything runs.
    private static VeCommand command(List<String> words, ExecStreams streams)
            throws CommandFailure {
        Path script = Path.of(words.getFirst());
        if (!Files.isRegularFile(script) || !Files.isReadable(script)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "read script " + script + ": not a readable file");
        }
        List<String> named = new ArrayList<>(words);
        named.set(0, script.getFileName().toString());
        return VeCommand.of(named, streams).fromScript(script);
    }
}
