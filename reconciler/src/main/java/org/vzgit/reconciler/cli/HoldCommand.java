package org.vzgit.reconciler.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.vzgit.reconciler.loop.Hold;
import org.vzgit.reconciler.loop.Holds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "hold",
        description = "Keep this node at one commit for a while: newer ones wait.",
        footer = {
            "",
            "Drift is still healed, towards that commit. Ends by itself, or with vzgit release.",
            "A directory (--dir) has no commits and cannot be held; suspend its VEs instead.",
            "",
            "Example:",
            "  vzgit hold --commit 3f2c9ab --reason \"incident 12\" --for 2h"
        })
final class HoldCommand implements Callable<Integer> {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

    private final Console console;
    private final Globals globals;
    private final TargetReader targets;

    @Mixin private final HoldOptions options = new HoldOptions();

    @Option(
            names = "--commit",
            paramLabel = "COMMIT",
            description = "Which (default: the one that the source has now).")
    private Optional<String> commit = Optional.empty();

    HoldCommand(Console console, Globals globals, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        Instant now = Instant.now();
        Hold hold = options.hold(console, now);
        String at = commit.isPresent() ? commit.get() : current();
        if (!COMMIT.matcher(at).matches()) {
            throw new CommandFailure(ExitCode.USAGE, "hold needs a commit, and " + at + " is none");
        }
        new Agent(globals.home())
                .change(now, holds -> holds.pin(Optional.of(new Holds.Pin(at, hold))));
        console.print("this node is held at " + at + " " + hold.text() + "\n");
        return ExitCode.OK.code();
    }

    private String current() throws CommandFailure {
        return targets.read(new TargetOptions()).desired().revision().id();
    }
}
