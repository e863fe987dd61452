package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Planner;
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
    private final Path configuration;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Mixin private final OutputOption output = new OutputOption();

    PlanCommand(Console console, Globals globals, Observers observers, Path configuration) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.configuration = configuration;
    }

    @Override
    public Integer call() throws CommandFailure {
        TargetPlaces places = new TargetPlaces(globals.home(), configuration);
        Target target = Target.read(options, console.surroundings(), places);
        Findings.warn(target.desired(), console);
        Plan plan;
        try (Observer observer = observers.open(globals.home())) {
            plan = Planner.plan(target.request(observer.observe()));
        }
        console.print(
                output.json()
                        ? PlanJson.of(plan)
                        : PlanText.of(plan, console.palette(globals.color)));
        return Verdict.of(target.desired(), plan).code();
    }
}
