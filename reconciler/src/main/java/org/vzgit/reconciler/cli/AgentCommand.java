package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.forge.ForgeReports;
import org.vzgit.reconciler.loop.DesiredFeed;
import org.vzgit.reconciler.loop.LoopListeners;
import org.vzgit.reconciler.loop.LoopSettings;
import org.vzgit.reconciler.loop.ManagedNode;
import org.vzgit.reconciler.loop.NodeFiles;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.loop.ReconcileLoop;
import org.vzgit.reconciler.loop.StopSignal;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.reconciler.serve.Metrics;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.document.DesiredStateReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "agent",
        description = "Keep this node as its commits want it: follow them, heal drift.",
        footer = {
            "",
            "Without a source it takes what was applied last. Ends on SIGTERM after the operations",
            "that are under way.",
            "",
            "Examples:",
            "  vzgit agent --repo ssh://git.example.org/desired.git --rev main --interval 30",
            "  vzgit agent --repo ssh://git.example.org/desired.git --publish-snapshot 15 --notes",
            "  vzgit agent --repo ssh://git@github.com/acme/desired.git --forge"
                    + " github=https://api.github.com/repos/acme/desired"
        })
final class AgentCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Ports ports;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Option(names = "--once", description = "Make one pass and end.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Between two looks at the source (default: 30).")
    private int interval;

    @Option(
            names = "--log",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json with one object on each line (default: text).")
    private OutputFormat log = OutputFormat.TEXT;

    @Mixin private final AgentServices services = new AgentServices();

    @Mixin private final ForgeOptions forge = new ForgeOptions();

    AgentCommand(Console console, Globals globals, Ports ports, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.ports = ports;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (interval < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--interval: " + interval + " is below 1");
        }
        NodeHome home = globals.home();
        Aim aim = targets.aim(options);
        return NodeWork.exclusively(home, "vzgit agent", () -> keep(home, aim));
    }

    private int keep(NodeHome home, Aim aim) throws CommandFailure {
        AgentVoice voice = log(home);
        try (Kernel kernel = ports.kernels().open(home);
                ForgeReports reports = forge.open(aim, access(home), voice, once)) {
            aim.toDefaults().remember(home);
            Metrics metrics = new Metrics();
            ReconcileLoop loop =
                    new ReconcileLoop(
                            node(home, aim, kernel),
                            settings(),
                            new LoopListeners(List.of(voice, metrics, reports)));
            return once ? pass(loop) : run(loop, home, metrics, voice);
        }
    }

    private int run(ReconcileLoop loop, NodeHome home, Metrics metrics, AgentVoice voice)
            throws CommandFailure {
        try (var running = services.open(home, loop, metrics, console);
                StopSignal _ = StopSignal.install(loop::stop)) {
            running.address().ifPresent(voice::listening);
            loop.run();
        }
        return ExitCode.OK.code();
    }

    private static int pass(ReconcileLoop loop) throws CommandFailure {
        try {
            return verdict(loop.once()).code();
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static ExitCode verdict(PassResult result) {
        boolean done = result.applied().map(Applied::allDone).orElse(true);
        return done && result.converged()
                ? Verdict.of(result.desired().state(), result.remaining())
                : ExitCode.PARTIAL;
    }

    private ManagedNode node(NodeHome home, Aim aim, Kernel kernel) {
        DesiredStateReader reader = new DesiredStateReader();
        NodeName node = aim.node();
        return new ManagedNode(
                kernel,
                new DesiredFeed(access(home).source(), aim.location(), reader::read).inTurnOf(node),
                (desired, live) ->
                        Planner.plan(
                                new PlanRequest(desired.state(), node, desired.repository(), live)),
                Journals.of(home),
                NodeFiles.of(home));
    }

    private SourceAccess access(NodeHome home) {
        return SourceAccess.of(home, console.surroundings().variables());
    }

    private AgentVoice log(NodeHome home) {
        return log == OutputFormat.JSON
                ? new JsonLog(console, home, InstantSource.system())
                : new AgentLog(console, home);
    }

    private LoopSettings settings() {
        return new LoopSettings(
                LoopSettings.DRIFT_INTERVAL_DEFAULT,
                Duration.ofSeconds(interval),
                Runtime.getRuntime().availableProcessors(),
                new SecureRandom(),
                InstantSource.system());
    }
}
