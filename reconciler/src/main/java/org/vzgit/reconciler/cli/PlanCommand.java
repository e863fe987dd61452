package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Has no way to an executor: what it is given can only look.
@Command(
        name = "plan",
        description = {
            "Show what apply would do on this node; or, with --base, what a change of the desired"
                    + " state would do on all nodes. Changes nothing.",
            "",
            "With --base it compares two revisions and looks at no node: it needs neither root nor"
                    + " a kernel, and the same two revisions always give the same answer."
        },
        footer = {
            "",
            "Exit code 0 when there are no changes, 2 when there are, 3 when documents have"
                    + " errors,",
            "4 when something is refused or denied.",
            "",
            "Examples:",
            "  vzgit plan --repo /srv/desired.git --rev main --node hn1",
            "  vzgit plan --out tonight.plan && vzgit apply tonight.plan",
            "  vzgit plan --repo . --base origin/main --head HEAD",
            "  vzgit plan --repo . --base main --head-dir . -o markdown --snapshot hn1.json",
            "  vzgit plan --base-dir old --head-dir new -o sarif"
        })
final class PlanCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Mixin private final ReviewOptions review = new ReviewOptions();

    @Mixin private final PlanFormat output = new PlanFormat();

    @Option(
            names = "--no-detailed-exitcode",
            description = "Exit code 0 also when there are changes.")
    private boolean plain;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Save the plan of this node, to be applied exactly: vzgit apply FILE.")
    private Optional<Path> out = Optional.empty();

    PlanCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (review.given() && out.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--out saves the plan of a node; --base looks at none");
        }
        ExitCode code =
                review.given()
                        ? new OfflinePlan(console, globals, options, review).run(output.format)
                        : onThisNode();
        return (plain && code == ExitCode.CHANGES ? ExitCode.OK : code).code();
    }

    private ExitCode onThisNode() throws CommandFailure {
        boolean json = output.json();
        Target target = targets.read(options);
        Plan plan;
        try (Observer observer = observers.open(globals.home())) {
            plan = target.plan(observer.observe(), globals);
        }
        new Agent(globals.home())
                .waits()
                .ifPresent(why -> console.say("vzgit: the agent applies this later: " + why));
        if (out.isPresent()) {
            SavedPlans.write(out.get(), target, plan);
        }
        console.print(json ? PlanJson.of(plan) : PlanText.of(plan, console.palette(globals.color)));
        return Verdict.of(target.desired(), plan);
    }
}
