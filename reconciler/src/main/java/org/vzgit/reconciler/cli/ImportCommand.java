package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.authoring.AuthoredFiles;
import org.vzgit.reconciler.authoring.CarriedOut;
import org.vzgit.reconciler.authoring.ConfSource;
import org.vzgit.reconciler.authoring.LiveImport;
import org.vzgit.reconciler.authoring.OpenVzImport;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Has no way to an executor: what it is given can only look.
@Command(
        name = "import",
        description =
                "Write documents from OpenVZ's configuration files, or for live VEs that no"
                        + " document describes.",
        footer = {
            "",
            "NNN.conf becomes a VE, ve-NAME.conf-sample a Profile, vz.conf a Profile under all"
                    + " VEs.",
            "What could not be carried over is listed with file, line and column. Fields that this",
            "version does not carry out are written as comments. Nothing is overwritten.",
            "",
            "Exit code 3 when a file has lines that cannot be read; the rest is written.",
            "",
            "Examples:",
            "  vzgit import /etc/vz/vz.conf /etc/vz/conf --node hn1 --out desired",
            "  vzgit import 101.conf --node hn1 --template centos-6-x86=busybox",
            "  vzgit import --live --dir desired --node hn1 --out desired"
        })
final class ImportCommand implements Callable<Integer> {
    /// As many documents as one revision may have.
    static final int FILES_MAX = 20_000;

    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Option(names = "--live", description = "Take the VEs of this node.")
    private boolean live;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write files below DIR (default: standard output).")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--template",
            paramLabel = "OSTEMPLATE=NAME",
            description = "Which template stands for an OSTEMPLATE.")
    private Map<String, String> templates = new HashMap<>();

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "CPUs of the node, for a CPULIMIT that is a share of it.")
    private OptionalInt cpus = OptionalInt.empty();

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "OpenVZ's files, and directories of them.")
    private List<Path> paths = List.of();

    ImportCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (live != paths.isEmpty()) {
            throw usage("say what to import: either files or --live");
        }
        return new AuthoredOutput(console, globals, out)
                .give(live ? fromNode() : fromFiles())
                .code();
    }

    private AuthoredFiles fromNode() throws CommandFailure {
        boolean known = targets.knowsSource(options);
        Optional<Target> target = known ? Optional.of(targets.read(options)) : Optional.empty();
        Set<VeId> documented = new TreeSet<>();
        target.ifPresent(t -> {
            documented.addAll(t.desired().ves().keySet());
            documented.addAll(t.desired().frozen());
        });
        NodeName node = target.isPresent() ? target.get().aim().node() : nodeName();
        ObservedNode observed;
        try (Observer observer = observers.open(globals.home())) {
            observed = observer.observe();
        }
        return LiveImport.of(node, observed.ves(), documented);
    }

    private NodeName nodeName() throws CommandFailure {
        Optional<NodeName> written = options.nodeName();
        try {
            return written.orElseGet(() -> new NodeName(console.surroundings().hostName()));
        } catch (IllegalArgumentException wrong) {
            throw usage("say which node: --node NAME");
        }
    }

    private AuthoredFiles fromFiles() throws CommandFailure {
        if (cpus.isPresent() && (cpus.getAsInt() < 1 || cpus.getAsInt() > CpuSet.CPUS_MAX)) {
            throw usage("--cpus " + cpus.getAsInt() + " is outside 1.." + CpuSet.CPUS_MAX);
        }
        var settings = new OpenVzImport.Settings(nodeName(), names(), cpus, CarriedOut.now());
        List<ConfSource> sources = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : AuthoredOutput.filesOf(path)) {
                if (sources.size() == FILES_MAX) {
                    throw usage("more than " + FILES_MAX + " files");
                }
                sources.add(new ConfSource(file.toString(), text(file)));
            }
        }
        return OpenVzImport.of(sources, settings);
    }

    private Map<String, TemplateName> names() throws CommandFailure {
        Map<String, TemplateName> names = new HashMap<>();
        try {
            templates.forEach((from, to) -> names.put(from, new TemplateName(to)));
        } catch (IllegalArgumentException wrong) {
            throw usage("--template: " + wrong.getMessage());
        }
        return names;
    }

    /// One byte more than is looked at, so that a longer file is told and not cut. Old files may be
    /// in any 8-bit encoding; comments in them suffer, settings are ASCII.
    private static String text(Path file) throws CommandFailure {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(ConfSource.CHARS_MAX + 1), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "read " + file + ": " + failure, failure);
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
