package org.vzgit.reconciler.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.status.StatusFile;
import org.vzgit.reconciler.status.StatusSnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show how this node stands to what is wanted of it. Changes nothing.",
        footer = {
            "",
            "Without a source it takes what was applied last. Exit code 0 when all is as wanted, 2",
            "when there are differences, 7 when something needs a person.",
            "",
            "Example:",
            "  vzgit status"
        })
final class StatusCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Mixin private final OutputOption output = new OutputOption();

    StatusCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        Target target = targets.readFollowed(options);
        ObservedNode observed;
        try (Observer observer = observers.open(globals.home())) {
            observed = observer.observe();
        }
        Plan plan = target.plan(observed, globals);
        StatusSnapshot status =
                StatusSnapshot.of(target.desired(), observed, plan, Instant.now())
                        .waiting(new Agent(globals.home()).waits());
        console.print(output.json() ? StatusFile.json(status) + "\n" : status.text());
        return exitCode(status.health()).code();
    }

    private static ExitCode exitCode(StatusSnapshot.Health health) {
        return switch (health) {
            case CONVERGED -> ExitCode.OK;
            case PENDING -> ExitCode.CHANGES;
            case DEGRADED -> ExitCode.DEGRADED;
        };
    }
}
