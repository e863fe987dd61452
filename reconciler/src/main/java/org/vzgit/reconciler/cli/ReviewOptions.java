package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.review.Rendering;
import org.vzgit.reconciler.source.SourceLocation;
import picocli.CommandLine.Option;

/// Which two revisions to compare, without any node.
final class ReviewOptions {
    @Option(
            names = "--base",
            paramLabel = "REV",
            description = "Compare from this commit, without any node.")
    private Optional<String> base = Optional.empty();

    @Option(
            names = "--head",
            paramLabel = "REV",
            description = "Compare to this commit (default: HEAD).")
    private Optional<String> head = Optional.empty();

    @Option(
            names = "--base-dir",
            paramLabel = "DIR",
            description = "Compare from a directory instead of a commit.")
    private Optional<Path> baseDirectory = Optional.empty();

    @Option(
            names = "--head-dir",
            paramLabel = "DIR",
            description = "Compare to a directory, e.g. the work tree.")
    private Optional<Path> headDirectory = Optional.empty();

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            description = "What a node uses, from `vzgit snapshot`; one for each node.")
    List<Path> snapshots = List.of();

    @Option(
            names = "--snapshot-refs",
            description = {
                "Take what nodes use from refs/vzgit/snapshots/* of the repository, where their",
                "agents publish it; a newer --snapshot counts instead."
            })
    boolean snapshotRefs;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "How long a markdown comment may be (default: ${DEFAULT-VALUE}).")
    int maxBytes = Rendering.BYTE_BUDGET_DEFAULT;

    /// Whether two revisions are to be compared, and not a revision with this node.
    boolean given() {
        return base.isPresent()
                || head.isPresent()
                || baseDirectory.isPresent()
                || headDirectory.isPresent();
    }

    SourceLocation base(SourceOptions source) throws CommandFailure {
        if (base.isPresent() == baseDirectory.isPresent()) {
            throw usage("say one thing to compare from: --base REV or --base-dir DIR");
        }
        return baseDirectory.isPresent()
                ? SourceLocation.directory(baseDirectory.get())
                : repository(source, base.orElseThrow());
    }

    SourceLocation head(SourceOptions source) throws CommandFailure {
        if (head.isPresent() && headDirectory.isPresent()) {
            throw usage("say one thing to compare to: --head REV or --head-dir DIR");
        }
        if (headDirectory.isEmpty() && head.isEmpty() && baseDirectory.isPresent()) {
            throw usage("say what to compare to: --head-dir DIR or --head REV");
        }
        return headDirectory.isPresent()
                ? SourceLocation.directory(headDirectory.get())
                : repository(source, head.orElse("HEAD"));
    }

    /// Paths from the root of the repository, as a forge knows them: with the directory in front.
    String prefix(SourceOptions source) {
        String directory =
                headDirectory
                        .map(path -> path.normalize().toString())
                        .or(() -> source.subdirectory)
                        .orElse("")
                        .replaceAll("^(\\./)+|/+$", "");
        return directory.isEmpty() || directory.equals(".") ? "" : directory + "/";
    }

    /// @throws CommandFailure where an option was given that has no meaning here
    void check(SourceOptions source) throws CommandFailure {
        if (source.revision.isPresent() || source.directory.isPresent()) {
            throw usage(
                    "--rev and --dir are for a plan on this node; compare with --base and"
                            + " --head, --base-dir and --head-dir");
        }
        if (maxBytes < Rendering.BYTE_BUDGET_MIN) {
            throw usage("--max-bytes " + maxBytes + " is below " + Rendering.BYTE_BUDGET_MIN);
        }
    }

    /// Whether anything is known about what the VEs use.
    boolean knowsUse() {
        return snapshotRefs || !snapshots.isEmpty();
    }

    /// The repository that has refs of nodes beside its commits.
    static SourceLocation.Repository published(SourceOptions source) {
        return repository(source, "HEAD");
    }

    private static SourceLocation.Repository repository(SourceOptions source, String revision) {
        return new SourceLocation.Repository(
                source.repository.orElse("."), revision, source.subdirectory.orElse(""));
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
