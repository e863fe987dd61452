package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.vzgit.reconciler.authoring.StarterTree;
import org.vzgit.schema.NodeName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        description =
                "Make the first files of a desired-state repository: a VE, a profile, this machine"
                        + " as a node, editor settings with completion, and a job for each commit.",
        footer = {
            "",
            "Nothing that is there already is overwritten.",
            "",
            "Examples:",
            "  vzgit init desired && cd desired && git init && vzgit validate .",
            "  vzgit init desired --node hn1 --ci gitlab"
        })
final class InitCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Supplier<MachineSize> machine;

    @Parameters(paramLabel = "DIR", description = "Where; it is made if it is not there.")
    private Path directory = Path.of(".");

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "The name of the node (default: the host name).")
    private Optional<String> node = Optional.empty();

    @Option(
            names = "--ci",
            paramLabel = "FORGE",
            defaultValue = "github",
            description = "Who runs a job for each commit: ${COMPLETION-CANDIDATES}.")
    private StarterTree.Forge forge = StarterTree.Forge.GITHUB;

    InitCommand(Console console, Globals globals, Supplier<MachineSize> machine) {
        this.console = console;
        this.globals = globals;
        this.machine = machine;
    }

    @Override
    public Integer call() throws CommandFailure {
        NodeName name;
        try {
            name = new NodeName(node.orElse(console.surroundings().hostName()));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, "--node: " + wrong.getMessage(), wrong);
        }
        AuthoredOutput output = new AuthoredOutput(console, globals, Optional.of(directory));
        ExitCode code = output.give(StarterTree.of(name, machine.get().read(), forge));
        console.say("Next: cd " + directory + "; git init; vzgit validate .");
        return code.code();
    }
}
