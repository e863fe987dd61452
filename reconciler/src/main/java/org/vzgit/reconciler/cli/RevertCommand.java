package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.reconciler.source.Reversal;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.text.PlanText;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.document.DesiredStateReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The way back goes through Git like any other change: what is prepared here is a commit for
/// somebody to sign and push.
@Command(
        name = "revert",
        description = "Prepare a commit that takes another one back, and show its plan.",
        footer = {
            "",
            "Changes neither the repository nor this node. Exit code 2 when the revert would"
                    + " change",
            "this node, 0 when it would not.",
            "",
            "Example:",
            "  vzgit revert 4f0c2d91 --patch revert.patch && git am revert.patch"
        })
final class RevertCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Parameters(paramLabel = "COMMIT", description = "What to take back.")
    private String commit = "";

    @Option(
            names = "--patch",
            paramLabel = "FILE",
            description = "Write the commit there, for git am.")
    private Optional<Path> patch = Optional.empty();

    RevertCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        Target target = targets.readFollowed(options);
        if (!(target.aim().location() instanceof SourceLocation.Repository location)) {
            throw new CommandFailure(ExitCode.USAGE, "a directory has no commits; use --repo");
        }
        Reversal reversal = prepare(location);
        var snapshot = reversal.snapshot();
        DesiredState desired =
                snapshot.complete(
                        new DesiredStateReader().read(snapshot.revision(), snapshot.files()));
        Findings.warn(desired, console);
        Plan plan;
        try (Observer observer = observers.open(globals.home())) {
            plan =
                    Planner.plan(
                            new PlanRequest(
                                    desired,
                                    target.aim().node(),
                                    snapshot.repositoryId(),
                                    observer.observe()));
        }
        console.print(PlanText.of(plan, console.palette(globals.color)));
        if (patch.isPresent()) {
            AtomicFile.replace(patch.get(), reversal.patch());
            console.say("The revert of " + reversal.reverted() + " is in " + patch.get());
        } else {
            console.say(
                    "Write it with --patch FILE, or make it with: git revert "
                            + reversal.reverted());
        }
        return Verdict.of(desired, plan).code();
    }

    private Reversal prepare(SourceLocation.Repository location) throws CommandFailure {
        Map<String, String> variables = console.surroundings().variables();
        String author =
                variables.getOrDefault("GIT_AUTHOR_NAME", "vzgit")
                        + " <"
                        + variables.getOrDefault(
                                "GIT_AUTHOR_EMAIL", "vzgit@" + console.surroundings().hostName())
                        + ">";
        try {
            return SourceAccess.of(globals.home(), variables)
                    .source()
                    .revert(location, commit, author);
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }
}
