package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Applier;
import org.vzgit.reconciler.apply.ApplySettings;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.apply.ResultLine;
import org.vzgit.reconciler.plan.Gate;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.reconciler.saved.SavedPlan;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = "Make this node what a commit wants: observe, plan, act, observe again.",
        footer = {
            "",
            "Exit code 0 when all is as wanted, 6 when something failed, 4 when something wanted"
                    + " is",
            "refused, 3 when documents have errors (the VEs of the others are applied).",
            "",
            "A saved plan is refused with exit code 5 when its commit, or a value that it would"
                    + " replace, is",
            "not what it was.",
            "",
            "Examples:",
            "  vzgit apply tonight.plan",
            "  vzgit apply --repo /srv/desired.git --rev main --node hn1"
        })
final class ApplyCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Ports ports;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Mixin private final OutputOption output = new OutputOption();

    @Option(names = "--dry-run", description = "Only show the plan.")
    private boolean dryRun;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLAN",
            description = "Apply exactly this plan, from `plan --out`, or refuse it as stale.")
    private Optional<Path> plan = Optional.empty();

    ApplyCommand(Console console, Globals globals, Ports ports, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.ports = ports;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        NodeHome home = globals.home();
        ToApply work = plan.isPresent() ? saved(plan.get()) : fresh();
        if (dryRun) {
            return show(work);
        }
        return NodeWork.exclusively(home, "vzgit apply", () -> act(work));
    }

    private ToApply fresh() throws CommandFailure {
        Target target = targets.read(options);
        Function<ObservedNode, Plan> planner = planner(target);
        return new ToApply(target, planner::apply, planner);
    }

    private Function<ObservedNode, Plan> planner(Target target) throws CommandFailure {
        Gate gate = target.gate(globals);
        return live -> gate.apply(Planner.plan(target.request(live)), target.desired());
    }

    private ToApply saved(Path file) throws CommandFailure {
        if (options.node.isPresent() || options.source.location().isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "a saved plan says itself what it is of: leave the rest away");
        }
        SavedPlan saved = SavedPlans.read(file);
        Target target = targets.read(SavedPlans.options(saved));
        SavedPlans.check(saved, target);
        Function<ObservedNode, Plan> planner = planner(target);
        return new ToApply(
                target,
                observed -> SavedPlans.check(saved, planner.apply(observed)),
                observed -> saved.partOf(planner.apply(observed)));
    }

    /// What is to be applied.
    ///
    /// @param first the plan from the node as it is before, or a refusal
    /// @param again the same decision afterwards
    private record ToApply(Target target, First first, Function<ObservedNode, Plan> again) {}

    @FunctionalInterface
    private interface First {
        Plan plan(ObservedNode observed) throws CommandFailure;
    }

    private int show(ToApply work) throws CommandFailure {
        try (var observer = ports.observers().open(globals.home())) {
            Plan plan = work.first().plan(observer.observe());
            console.print(
                    output.json()
                            ? PlanJson.of(plan)
                            : PlanText.of(plan, console.palette(globals.color)));
            return Verdict.of(work.target().desired(), plan).code();
        }
    }

    private int act(ToApply work) throws CommandFailure {
        targets.took(work.target());
        try (Kernel kernel = ports.kernels().open(globals.home())) {
            return act(work, kernel);
        }
    }

    private int act(ToApply work, Kernel kernel) throws CommandFailure {
        long begin = System.nanoTime();
        Target target = work.target();
        Plan plan = work.first().plan(kernel.observe());
        Progress progress =
                new Progress(console.err(), console.surroundings().errIsTerminal(), plan);
        Applier applier =
                new Applier(
                        kernel,
                        Journals.of(globals.home()),
                        globals.quiet ? ProgressListener.NONE : progress,
                        work.again(),
                        ApplySettings.with(
                                ApplySettings.parallelismFor(
                                        Runtime.getRuntime().availableProcessors()),
                                InstantSource.system(),
                                () -> false));
        Applied applied = applier.apply(plan);
        progress.finish();
        target.aim().toDefaults().remember(globals.home());
        Snapshots.keep(
                globals.home(), target.desired().revision(), applied.observed(), console::say);
        long micros = (System.nanoTime() - begin) / 1_000;
        console.print(
                output.json()
                        ? AppliedText.json(applied)
                        : AppliedText.of(applied, ResultLine.duration(micros)));
        return verdict(target, applied).code();
    }

    /// What went wrong on the node comes before what is wrong with the input: somebody has to look
    /// at the node now.
    private static ExitCode verdict(Target target, Applied applied) {
        if (!applied.converged()) {
            return ExitCode.PARTIAL;
        }
        return Verdict.of(target.desired(), applied.remaining());
    }
}
