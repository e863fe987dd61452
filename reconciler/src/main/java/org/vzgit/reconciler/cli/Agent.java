package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.loop.HoldFile;
import org.vzgit.reconciler.loop.Holds;
import org.vzgit.reconciler.serve.Control.Verb;
import org.vzgit.reconciler.serve.ControlClient;
import org.vzgit.reconciler.serve.ControlSocket;

/// The agent of this node, seen from a command: what can be asked of it, and what both read.
final class Agent {
    private final NodeHome home;

    Agent(NodeHome home) {
        this.home = home;
    }

    /// Its answer; empty when none runs here.
    Optional<String> ask(Verb verb) throws CommandFailure {
        Path socket = ControlSocket.of(home);
        try {
            return ControlClient.ask(socket, verb.word());
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Its answer, for commands that mean nothing without it.
    String require(Verb verb) throws CommandFailure {
        return ask(verb)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.TOOL_FAILED,
                                "no agent runs on this node; start one: vzgit agent"));
    }

    /// Which newer commit it does not take before other nodes; empty when none, or no agent runs.
    Optional<String> waits() throws CommandFailure {
        return ask(Verb.WAITS).map(String::strip).filter(text -> !text.isEmpty());
    }

    Holds holds(Instant now) throws CommandFailure {
        try {
            return HoldFile.of(home).read(now);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failed.getMessage()), failed);
        }
    }

    /// Changes what is held and has a running agent look at it.
    Holds change(Instant now, UnaryOperator<Holds> change) throws CommandFailure {
        try {
            Holds changed = HoldFile.of(home).update(now, change);
            ask(Verb.LOOK);
            return changed;
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "write what is held: " + failed.getMessage(), failed);
        }
    }
}
