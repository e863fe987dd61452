package org.vzgit.reconciler.cli;

import java.time.InstantSource;
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
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.reconciler.text.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = "Make this node what a commit wants: observe, plan, act, observe again.",
        footer = {
            "",
            "Exit code 0 when all is as wanted, 6 when something failed, 4 when something wanted"
                    + " is",
            "refused, 3 when documents have errors (the VEs of the others are applied).",
            "",
            "Example:",
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

    ApplyCommand(Console console, Globals globals, Ports ports, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.ports = ports;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        NodeHome home = globals.home();
        Target target = targets.read(options);
        if (dryRun) {
            return show(target);
        }
        return NodeWork.exclusively(home, "vzgit apply", () -> act(target));
    }

    private int show(Target target) throws CommandFailure {
        try (var observer = ports.observers().open(globals.home())) {
            Plan plan = target.plan(observer.observe(), globals);
            console.print(
                    output.json()
                            ? PlanJson.of(plan)
                            : PlanText.of(plan, console.palette(globals.color)));
            return Verdict.of(target.desired(), plan).code();
        }
    }

    private int act(Target target) throws CommandFailure {
        targets.took(target);
        try (Kernel kernel = ports.kernels().open(globals.home())) {
            return act(target, kernel);
        }
    }

    private int act(Target target, Kernel kernel) throws CommandFailure {
        long begin = System.nanoTime();
        Gate gate = target.gate(globals);
        Function<ObservedNode, Plan> planner =
                live -> gate.apply(Planner.plan(target.request(live)), target.desired());
        Plan plan = planner.apply(kernel.observe());
        Progress progress =
                new Progress(console.err(), console.surroundings().errIsTerminal(), plan);
        Applier applier =
                new Applier(
                        kernel,
                        Journals.of(globals.home()),
                        globals.quiet ? ProgressListener.NONE : progress,
                        planner,
                        ApplySettings.with(
                                ApplySettings.parallelismFor(
                                        Runtime.getRuntime().availableProcessors()),
                                InstantSource.system(),
                                () -> false));
        Applied applied = applier.apply(plan);
        progress.finish();
        target.aim().toDefaults().remember(globals.home());
        Snapshots.keep(globals.home(), target.desired().revision(), applied.observed(), console);
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
