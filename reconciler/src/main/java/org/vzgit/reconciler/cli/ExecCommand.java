package org.vzgit.reconciler.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        synopsisHeading = "",
        customSynopsis = {
            "Usage: vzgit exec VE -- CMD…",
            "       vzgit exec (--name PATTERN | --label KEY=VALUE)… [--parallel N] -- CMD…"
        },
        description = "Run a command in a VE, or in many, in all of its namespaces and limits.",
        footer = {
            "",
            "Ends with the exit code of the command; 125 when the VE could not be joined. With",
            "many VEs each line of output begins with the VE's name, standard input is empty, a",
            "summary follows, and the exit code is the highest of all.",
            "",
            "Examples:",
            "  vzgit exec web1 -- ps -o pid,args",
            "  vzgit exec --name 'web*' --label tier=web -- uptime"
        })
final class ExecCommand implements Callable<Integer> {
    private final Console console;
    private final InsideRuns runs;

    @Mixin private final VeSelection selection = new VeSelection();

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "WORD",
            description = "The VE, by name or veid, unless options choose VEs; then what to run.")
    private List<String> words = List.of();

    ExecCommand(Console console, InsideRuns runs) {
        this.console = console;
        this.runs = runs;
    }

    @Override
    public Integer call() throws CommandFailure {
        console.out().flush();
        if (selection.isMade()) {
            return runs.inMany(selection, VeCommand.of(words, ExecStreams.READ));
        }
        if (words.size() < 2) {
            throw new CommandFailure(ExitCode.USAGE, "say what to run in VE " + words.getFirst());
        }
        List<String> command = words.subList(1, words.size());
        return runs.inOne(words.getFirst(), VeCommand.of(command, ExecStreams.INHERITED));
    }
}
