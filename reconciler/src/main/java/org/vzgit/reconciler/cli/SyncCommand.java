package org.vzgit.reconciler.cli;

import java.util.concurrent.Callable;
import org.vzgit.reconciler.serve.Control.Verb;
import picocli.CommandLine.Command;

@Command(
        name = "sync",
        description = "Have the agent look at the source and at the node now.",
        footer = {
            "",
            "What failed lately, what others fight over, a roll-out that stopped and what a forge",
            "refused are tried again; a cancel ends.",
            "",
            "Example:",
            "  vzgit sync"
        })
final class SyncCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;

    SyncCommand(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    @Override
    public Integer call() throws CommandFailure {
        console.print(new Agent(globals.home()).require(Verb.SYNC));
        return ExitCode.OK.code();
    }
}
