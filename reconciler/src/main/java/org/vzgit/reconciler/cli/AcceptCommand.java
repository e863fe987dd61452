package org.vzgit.reconciler.cli;

import java.util.concurrent.Callable;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The word of a person. Written on the node and never taken from a commit. Needs no lock: it is
/// said while an agent is at work.
@Command(
        name = "accept",
        description = "Take a commit that this node refuses, with everything before it.",
        footer = {
            "",
            "A node goes on only from the commit that it took last: history that was rewound or",
            "force-pushed is refused, and so is a commit without a good signature where",
            "/etc/vzgit names signers. Once you know why it is so and want it, say so here. It",
            "counts until something that stands on this commit was taken, for this source and on",
            "this node only.",
            "",
            "Example:",
            "  vzgit accept 4f0c2d91"
        })
final class AcceptCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final TargetReader targets;

    @Mixin private final SourceOptions options = new SourceOptions();

    @Parameters(paramLabel = "COMMIT", description = "Its id, whole or the first digits.")
    private String commit = "";

    AcceptCommand(Console console, Globals globals, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        SourceLocation location = targets.location(options);
        return switch (location) {
            case SourceLocation.Directory _ ->
                    throw new CommandFailure(
                            ExitCode.USAGE, location.text() + " is a directory: it has no commits");
            case SourceLocation.Repository repository -> accept(repository);
        };
    }

    private int accept(SourceLocation.Repository location) throws CommandFailure {
        var access = SourceAccess.of(globals.home(), console.surroundings().variables());
        try {
            String id = access.source().accept(location, commit);
            console.print(
                    "This node takes "
                            + location.text()
                            + " from "
                            + id
                            + " on.\n"
                            + "It was accepted by you and not by its signature or history.\n");
            return ExitCode.OK.code();
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }
}
