package org.vzgit.reconciler.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.vzgit.reconciler.authoring.CarriedOut;
import org.vzgit.reconciler.authoring.HostSize;
import org.vzgit.reconciler.authoring.StarterProfile;
import org.vzgit.schema.VeName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "split",
        description = "Print a profile for N equal VEs on a node: what vzsplit did.",
        footer = {
            "",
            "Without sizes it takes those of this machine. It is a start, within the node's means;",
            "raise what runs into its limit.",
            "",
            "Examples:",
            "  vzgit split --ves 20 > profiles/twentieth.yaml",
            "  vzgit split --ves 20 --vswap",
            "  vzgit split --ves 100 --memory 64G --swap 32G --disk 2T --cpus 16"
        })
final class SplitCommand implements Callable<Integer> {
    /// As many VEs as a node has id blocks.
    static final int VES_MAX = 16_384;

    private final Console console;
    private final Supplier<MachineSize> machine;

    @Option(names = "--ves", required = true, paramLabel = "N", description = "How many VEs.")
    private int ves;

    @Option(names = "--vswap", description = "Only RAM and swap, no other beancounters.")
    private boolean vswap;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of the profile (default: split-N).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "RAM of the node.")
    private Optional<Long> memory = Optional.empty();

    @Option(
            names = "--swap",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Swap of the node; 0 where --memory is given without it.")
    private Optional<Long> swap = Optional.empty();

    @Option(
            names = "--disk",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "Disk of the private areas; no disk bounds where --memory is given alone.")
    private Optional<Long> disk = Optional.empty();

    @Option(names = "--cpus", paramLabel = "N", description = "CPUs of the node.")
    private Optional<Integer> cpus = Optional.empty();

    SplitCommand(Console console, Supplier<MachineSize> machine) {
        this.console = console;
        this.machine = machine;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (ves < 1 || ves > VES_MAX) {
            throw new CommandFailure(ExitCode.USAGE, "--ves " + ves + " is outside 1.." + VES_MAX);
        }
        String title = name.orElse("split-" + ves);
        if (!VeName.SYNTAX.matcher(title).matches()) {
            throw new CommandFailure(ExitCode.USAGE, "--name " + title + " is not a name");
        }
        HostSize host = host();
        Optional<String> profile =
                vswap
                        ? StarterProfile.ofVswap(host, ves, title, CarriedOut.now())
                        : StarterProfile.ofBeancounters(host, ves, title, CarriedOut.now());
        console.print(profile.orElseThrow(() -> tooSmall(host)));
        return ExitCode.OK.code();
    }

    private HostSize host() throws CommandFailure {
        try {
            if (memory.isPresent()) {
                return new HostSize(cpus.orElse(1), memory.get(), swap.orElse(0L), disk.orElse(0L));
            }
            HostSize here = machine.get().read();
            return new HostSize(
                    cpus.orElse(here.cpus()),
                    here.memory(),
                    swap.orElse(here.swap()),
                    disk.orElse(here.disk()));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private CommandFailure tooSmall(HostSize host) {
        return new CommandFailure(
                ExitCode.REFUSED,
                "a node with %d MB of RAM and %d MB of swap is too small for %d VEs; try fewer"
                        .formatted(host.memory() >> 20, host.swap() >> 20, ves));
    }
}
