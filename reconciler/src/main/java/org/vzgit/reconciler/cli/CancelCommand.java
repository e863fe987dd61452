package org.vzgit.reconciler.cli;

import java.util.concurrent.Callable;
import org.vzgit.reconciler.serve.Control.Verb;
import picocli.CommandLine.Command;

@Command(
        name = "cancel",
        description = "Have the agent begin no further operation.",
        footer = {
            "",
            "What is under way ends, within its deadline. Work goes on after 10 minutes, with",
            "another commit, or with vzgit sync: until then commit what you want, or suspend.",
            "",
            "Example:",
            "  vzgit cancel"
        })
final class CancelCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;

    CancelCommand(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    @Override
    public Integer call() throws CommandFailure {
        console.print(new Agent(globals.home()).require(Verb.CANCEL));
        return ExitCode.OK.code();
    }
}
