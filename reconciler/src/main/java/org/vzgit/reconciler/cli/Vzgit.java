package org.vzgit.reconciler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command without a subcommand: it only teaches.
@Command(
        name = "vzgit",
        description = {
            "OpenVZ's VEs, quotas and user beancounters on an unpatched kernel, changed by Git"
                    + " commits.",
            ""
        },
        footer = {
            "",
            "First steps:",
            "  vzgit validate examples/desired-state",
            "  vzgit plan  --repo /srv/desired.git --rev main --node hn1",
            "  vzgit apply --repo /srv/desired.git --rev main --node hn1",
            "  vzgit status",
            "",
            "Exit codes: vzgit explain exit-codes"
        })
final class Vzgit implements Runnable {
    @Mixin private final Globals globals;

    @Spec private CommandSpec spec = CommandSpec.create();

    Vzgit(Globals globals) {
        this.globals = globals;
    }

    boolean verbose() {
        return globals.verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }
}
