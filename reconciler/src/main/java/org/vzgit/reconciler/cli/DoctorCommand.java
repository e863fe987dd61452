package org.vzgit.reconciler.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.loop.Holds;
import org.vzgit.reconciler.serve.Control.Verb;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = "Say what the agent does and what it waits for.",
        footer = {
            "",
            "Exit code 1 when no agent runs on this node.",
            "",
            "Example:",
            "  vzgit doctor"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;

    DoctorCommand(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    @Override
    public Integer call() throws CommandFailure {
        Agent agent = new Agent(globals.home());
        Optional<String> report = agent.ask(Verb.DOCTOR);
        console.print(report.orElse("agent      ✗ none runs on this node; vzgit agent\n"));
        holds(agent.holds(Instant.now()));
        return report.isPresent() ? ExitCode.OK.code() : ExitCode.TOOL_FAILED.code();
    }

    private void holds(Holds holds) {
        holds.node()
                .ifPresent(pin ->
                        console.print(
                                "held       at " + pin.commit() + " " + pin.hold().text() + "\n"));
        holds.ves()
                .forEach((veid, hold) ->
                        console.print("suspended  VE " + veid + " " + hold.text() + "\n"));
    }
}
