package org.vzgit.reconciler.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.reconciler.source.SourceLocation;
import picocli.CommandLine.Option;

/// Which desired state.
final class SourceOptions {
    @Option(
            names = "--repo",
            paramLabel = "REPO",
            description = "Git repository: a path, file://, https:// or ssh:// URL.")
    Optional<String> repository = Optional.empty();

    @Option(
            names = "--rev",
            paramLabel = "REV",
            description = "Branch, tag or commit (default: HEAD).")
    Optional<String> revision = Optional.empty();

    @Option(
            names = "--subdir",
            paramLabel = "DIR",
            description = "Where in the repository the desired state is.")
    Optional<String> subdirectory = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "A plain directory instead of a repository.")
    Optional<Path> directory = Optional.empty();

    /// The source that the options name; empty when they name none.
    Optional<SourceLocation> location() throws CommandFailure {
        if (repository.isPresent() && directory.isPresent()) {
            throw usage("--repo and --dir exclude each other");
        }
        if (repository.isEmpty() && (revision.isPresent() || subdirectory.isPresent())) {
            throw usage("--rev and --subdir need --repo");
        }
        if (directory.isPresent()) {
            return directory.map(path -> SourceLocation.directory(path.toAbsolutePath()));
        }
        return repository.map(url ->
                new SourceLocation.Repository(
                        absolute(url), revision.orElse("HEAD"), subdirectory.orElse("")));
    }

    /// A local path is remembered, and the next command may run elsewhere.
    private static String absolute(String url) {
        try {
            Path path = Path.of(url);
            return Files.isDirectory(path) ? path.toAbsolutePath().toString() : url;
        } catch (InvalidPathException _) {
            return url;
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
