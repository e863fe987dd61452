package org.vzgit.reconciler.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.reconciler.loop.Hold;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "suspend",
        description = "Leave one VE alone for a while: neither commits nor drift touch it.",
        footer = {
            "",
            "The VE itself goes on running. Ends by itself, or with vzgit resume.",
            "",
            "Example:",
            "  vzgit suspend db3 --reason \"migration by hand\" --for 4h"
        })
final class SuspendCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;

    @Mixin private final HoldOptions options = new HoldOptions();

    @Parameters(index = "0", paramLabel = "VE", description = "Name or veid.")
    private String ve = "";

    SuspendCommand(Console console, Globals globals, Observers observers) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
    }

    @Override
    public Integer call() throws CommandFailure {
        Instant now = Instant.now();
        Hold hold = options.hold(console, now);
        VeId veid = find();
        new Agent(globals.home()).change(now, holds -> holds.suspend(veid, hold));
        console.print("VE " + veid + " is suspended " + hold.text() + "\n");
        return ExitCode.OK.code();
    }

    private VeId find() throws CommandFailure {
        try (Observer observer = observers.open(globals.home())) {
            return VeArgument.find(ve, observer.observe());
        }
    }
}
