package org.vzgit.reconciler.cli;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which running VEs a command is for, where it is for many.
final class VeSelection {
    /// Each has a process of this machine and a thread or two: more at once make nothing faster.
    static final int PARALLEL_MAX = 64;

    @Mixin final TargetOptions target = new TargetOptions();

    @Option(
            names = "--name",
            paramLabel = "PATTERN",
            description = "Running VEs whose name matches: * and ? as the shell has them.")
    private List<String> names = List.of();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Running VEs whose document has this label. All that is said must hold.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "8",
            description = "In how many VEs at once, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private int parallel = 8;

    boolean isMade() {
        return !names.isEmpty() || !labels.isEmpty();
    }

    boolean asksForLabels() {
        return !labels.isEmpty();
    }

    int parallel() throws CommandFailure {
        if (parallel < 1 || parallel > PARALLEL_MAX) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--parallel " + parallel + ": not from 1 to " + PARALLEL_MAX);
        }
        return parallel;
    }

    /// The names of those that are chosen.
    ///
    /// @param labelsOf what the documents say of a VE
    SortedMap<VeId, String> of(ObservedNode node, Function<VeId, Map<String, String>> labelsOf)
            throws CommandFailure {
        List<PathMatcher> patterns = patterns();
        SortedMap<VeId, String> chosen = new TreeMap<>();
        for (ObservedVe ve : node.ves().values()) {
            String name = VeNames.ofLive(ve);
            boolean named =
                    names.isEmpty()
                            || patterns.stream().anyMatch(one -> one.matches(Path.of(name)));
            if (named
                    && ve.init().toOptional().isPresent()
                    && labelsOf.apply(ve.veid()).entrySet().containsAll(labels.entrySet())) {
                chosen.put(ve.veid(), name);
            }
        }
        return chosen;
    }

    private List<PathMatcher> patterns() throws CommandFailure {
        try {
            return names.stream()
                    .map(name -> FileSystems.getDefault().getPathMatcher("glob:" + name))
                    .toList();
        } catch (PatternSyntaxException wrong) {
            throw new CommandFailure(ExitCode.USAGE, "--name: " + wrong.getMessage(), wrong);
        }
    }
}
