package org.vzgit.reconciler.cli;

import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Has no way to an executor: what it is given can only look.
@Command(
        name = "plan",
        description = "Show what apply would do. Changes nothing.",
        footer = {
            "",
            "Exit code 2 when there are changes, 0 when there are none.",
            "",
            "Example:",
            "  vzgit plan --repo /srv/desired.git --rev main --node hn1"
        })
final class PlanCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Mixin private final OutputOption output = new OutputOption();

    PlanCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        Target target = targets.read(options);
        Plan plan;
        try (Observer observer = observers.open(globals.home())) {
            plan = target.plan(observer.observe(), globals);
        }
        console.print(
                output.json()
                        ? PlanJson.of(plan)
                        : PlanText.of(plan, console.palette(globals.color)));
        return Verdict.of(target.desired(), plan).code();
    }
}
