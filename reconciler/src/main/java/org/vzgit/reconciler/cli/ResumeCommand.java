package org.vzgit.reconciler.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Take care of a suspended VE again.",
        footer = {"", "Example:", "  vzgit resume db3"})
final class ResumeCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;

    @Parameters(index = "0", paramLabel = "VE", description = "Name or veid.")
    private String ve = "";

    ResumeCommand(Console console, Globals globals, Observers observers) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
    }

    @Override
    public Integer call() throws CommandFailure {
        Instant now = Instant.now();
        Agent agent = new Agent(globals.home());
        Optional<VeId> known = suspended(agent, now);
        VeId veid = known.isPresent() ? known.get() : find();
        boolean was = agent.holds(now).ves().containsKey(veid);
        agent.change(now, holds -> holds.resume(veid));
        console.print("VE " + veid + (was ? " is no longer suspended\n" : " was not suspended\n"));
        return ExitCode.OK.code();
    }

    /// A VE that is gone from the node can still be suspended.
    private Optional<VeId> suspended(Agent agent, Instant now) throws CommandFailure {
        return agent.holds(now).ves().keySet().stream()
                .filter(veid -> veid.toString().equals(ve))
                .findFirst();
    }

    private VeId find() throws CommandFailure {
        try (Observer observer = observers.open(globals.home())) {
            return VeArgument.find(ve, observer.observe());
        }
    }
}
