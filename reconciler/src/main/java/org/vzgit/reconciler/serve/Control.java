package org.vzgit.reconciler.serve;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// The verbs of the control socket.
public final class Control implements UnaryOperator<String> {
    private final AgentPort agent;

    public Control(AgentPort agent) {
        this.agent = agent;
    }

    /// What can be asked.
    public enum Verb {
        /// What it does and what it waits for.
        DOCTOR,
        /// Look now, and try again what was given up for a while.
        SYNC,
        /// Begin no further operation.
        CANCEL,
        /// Holds have changed.
        LOOK,
        /// For which other nodes it waits.
        WAITS,
        /// Wait for no other node.
        RELEASE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String apply(String request) {
        for (Verb verb : Verb.values()) {
            if (verb.word().equals(request)) {
                return answer(verb);
            }
        }
        return "unknown request\n";
    }

    private String answer(Verb verb) {
        return switch (verb) {
            case DOCTOR -> Doctor.text(agent.view());
            case SYNC -> {
                agent.sync();
                yield "looking at the source and the node now\n";
            }
            case CANCEL ->
                    "no further operation begins before "
                            + agent.cancel().truncatedTo(ChronoUnit.SECONDS)
                            + ", another commit, or vzgit sync\n";
            case LOOK -> {
                agent.look();
                yield "";
            }
            case WAITS -> agent.view().source().waits().map(wait -> wait.text() + "\n").orElse("");
            case RELEASE ->
                    agent.release()
                            .map(commit ->
                                    "takes " + commit + " now, whatever other nodes made of it\n")
                            .orElse("");
        };
    }
}
