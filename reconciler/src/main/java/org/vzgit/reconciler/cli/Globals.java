package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.sys.NodeHome;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes, before or after its name.
final class Globals {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Keep everything of the node below DIR, not in /var/lib and /run.")
    Optional<Path> directory = Optional.empty();

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            defaultValue = "auto",
            description = "auto, always or never; auto heeds NO_COLOR.")
    ColorMode color = ColorMode.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress.")
    boolean quiet;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show where an unexpected failure came from.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    NodeHome home() {
        return directory.map(NodeHome::below).orElse(NodeHome.DEFAULT);
    }
}
