package org.vzgit.reconciler.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.serve.Control.Verb;
import picocli.CommandLine.Command;

@Command(
        name = "release",
        description = {
            "Let a held node follow its commits again.",
            "",
            "A node that waits for other nodes takes the commit that waits now, whatever they made"
                    + " of it; the next one waits again."
        },
        footer = {"", "Example:", "  vzgit release"})
final class ReleaseCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;

    ReleaseCommand(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    @Override
    public Integer call() throws CommandFailure {
        Instant now = Instant.now();
        Agent agent = new Agent(globals.home());
        boolean was = agent.holds(now).node().isPresent();
        agent.change(now, holds -> holds.pin(Optional.empty()));
        String taken = agent.ask(Verb.RELEASE).orElse("");
        console.print(was ? "this node is no longer held\n" : "");
        console.print(taken.isEmpty() && !was ? "this node was not held\n" : taken);
        return ExitCode.OK.code();
    }
}
