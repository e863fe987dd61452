package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.forge.ForgeLog;
import org.vzgit.reconciler.forge.ForgeProject;
import org.vzgit.reconciler.forge.ForgeReports;
import org.vzgit.reconciler.forge.SnapshotPublisher;
import org.vzgit.reconciler.forge.StatusReporter;
import org.vzgit.reconciler.source.NoteRefs;
import org.vzgit.reconciler.source.SnapshotRefs;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.TokenFile;
import org.vzgit.schema.NodeName;
import picocli.CommandLine.Option;

/// What an agent tells the forge of its desired state.
final class ForgeOptions {
    /// A week: what is older than that helps no reviewer.
    private static final int MINUTES_MAX = 7 * 24 * 60;

    @Option(
            names = "--publish-snapshot",
            paramLabel = "MINUTES",
            description = {
                "Publish what the VEs use as refs/vzgit/snapshots/NODE of the repository, when it",
                "has changed and no more often than this (default: never)."
            })
    private Optional<Integer> minutes = Optional.empty();

    @Option(
            names = "--notes",
            description = {
                "Write how commits fare here as git notes: refs/notes/vzgit/NODE of the repository",
                "(default: no)."
            })
    private boolean notes;

    @Option(
            names = "--forge",
            paramLabel = "KIND=URL",
            description = {
                "Tell commit statuses to the project at URL of the API of a forge: github, gitlab,",
                "gitea or generic (default: none)."
            })
    private Optional<String> forge = Optional.empty();

    @Option(
            names = "--forge-token-file",
            paramLabel = "FILE",
            description = {
                "The token for --forge (default: the systemd credential forge-token, else",
                "/etc/vzgit/forge-token)."
            })
    private Optional<Path> tokenFile = Optional.empty();

    /// @param once whether the agent ends after one pass, and would tell nothing any more
    ForgeReports open(Aim aim, SourceAccess access, ForgeLog log, boolean once)
            throws CommandFailure {
        if (once && (minutes.isPresent() || notes || forge.isPresent())) {
            throw usage(
                    "--publish-snapshot, --notes and --forge need an agent that goes on, without"
                            + " --once");
        }
        if (tokenFile.isPresent() && forge.isEmpty()) {
            throw usage("--forge-token-file needs --forge");
        }
        Optional<SnapshotPublisher> snapshots = snapshots(aim, access, log);
        List<StatusReporter> reporters = new ArrayList<>();
        if (notes) {
            reporters.add(notes(aim, access, log));
        }
        statuses(aim, access, log).ifPresent(reporters::add);
        return new ForgeReports(snapshots, reporters);
    }

    private static StatusReporter notes(Aim aim, SourceAccess access, ForgeLog log)
            throws CommandFailure {
        return StatusReporter.notes(
                new NoteRefs(access.settings()),
                repository("--notes", aim),
                aim.node(),
                access.home().run().resolve("forge-notes"),
                log);
    }

    private Optional<SnapshotPublisher> snapshots(Aim aim, SourceAccess access, ForgeLog log)
            throws CommandFailure {
        if (minutes.isEmpty()) {
            return Optional.empty();
        }
        if (minutes.get() < 1 || minutes.get() > MINUTES_MAX) {
            throw usage("--publish-snapshot " + minutes.get() + " is not 1 to " + MINUTES_MAX);
        }
        SourceLocation.Repository repository = repository("--publish-snapshot", aim);
        SnapshotRefs refs = new SnapshotRefs(access.settings());
        NodeName node = aim.node();
        return Optional.of(
                new SnapshotPublisher(
                        node,
                        Duration.ofMinutes(minutes.get()),
                        InstantSource.system(),
                        json -> refs.publish(repository, node.value(), json),
                        log));
    }

    private Optional<StatusReporter> statuses(Aim aim, SourceAccess access, ForgeLog log)
            throws CommandFailure {
        if (forge.isEmpty()) {
            return Optional.empty();
        }
        SourceLocation.Repository _ = repository("--forge", aim);
        Path token =
                tokenFile
                        .or(() -> access.file("forge-token"))
                        .orElseThrow(() ->
                                usage(
                                        "--forge needs a token: --forge-token-file FILE or the"
                                                + " systemd credential forge-token"));
        return Optional.of(
                StatusReporter.open(
                        project(forge.get()),
                        aim.node(),
                        new TokenFile(token),
                        access.home().run().resolve("forge-status"),
                        log));
    }

    private static ForgeProject project(String text) throws CommandFailure {
        try {
            return ForgeProject.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, "--forge: " + wrong.getMessage(), wrong);
        }
    }

    private static SourceLocation.Repository repository(String option, Aim aim)
            throws CommandFailure {
        return switch (aim.location()) {
            case SourceLocation.Repository repository -> repository;
            case SourceLocation.Directory(Path path) ->
                    throw usage(option + " needs a repository; " + path + " is a directory");
        };
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
