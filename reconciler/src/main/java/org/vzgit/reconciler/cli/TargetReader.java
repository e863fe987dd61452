package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.document.DesiredStateReader;

/// Finds out what a command works towards: from its options, or else from the defaults.
final class TargetReader {
    private final Console console;
    private final Globals globals;
    private final Path configuration;

    /// @param configuration the administrator's defaults for the default home
    TargetReader(Console console, Globals globals, Path configuration) {
        this.console = console;
        this.globals = globals;
        this.configuration = configuration;
    }

    /// Reads the desired state, and tells its errors beside whatever the command goes on to do.
    Target read(TargetOptions options) throws CommandFailure {
        SourceLocation location = location(options.source, defaults());
        try {
            return target(options, location, access().source().open(location));
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }

    /// The same for commands that only look: while the newest commit is refused they go by the one
    /// that the node follows, and tell why.
    Target readFollowed(TargetOptions options) throws CommandFailure {
        SourceLocation location = location(options.source, defaults());
        DesiredSource source = access().source();
        try {
            return target(options, location, source.open(location));
        } catch (SourceFailure failure) {
            Optional<Snapshot> followed = followed(source, location, failure);
            console.say("vzgit: refused: " + failure.getMessage());
            return target(
                    options, location, followed.orElseThrow(() -> CommandFailure.of(failure)));
        }
    }

    private static Optional<Snapshot> followed(
            DesiredSource source, SourceLocation location, SourceFailure failure)
            throws CommandFailure {
        if (failure.kind() != SourceFailure.Kind.REFUSED) {
            throw CommandFailure.of(failure);
        }
        try {
            return source.openLastTaken(location);
        } catch (SourceFailure gone) {
            failure.addSuppressed(gone);
            return Optional.empty();
        }
    }

    /// The node follows this target from now on.
    void took(Target target) throws CommandFailure {
        try {
            access().source().took(target.aim().location(), target.desired().revision());
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }

    private SourceAccess access() {
        return SourceAccess.of(globals.home(), console.surroundings().variables());
    }

    private Target target(TargetOptions options, SourceLocation location, Snapshot snapshot)
            throws CommandFailure {
        DesiredState desired =
                snapshot.complete(
                        new DesiredStateReader().read(snapshot.revision(), snapshot.files()));
        Findings.warn(desired, console);
        NodeName node =
                options.nodeName()
                        .or(defaults()::node)
                        .or(() -> named(desired, console.surroundings().hostName()))
                        .orElseThrow(() -> unknownNode(desired));
        return new Target(new Aim(location, node), snapshot.repositoryId(), desired);
    }

    /// Reads the desired state only where the node's name has to be looked up in it: an agent must
    /// start, and heal drift, while the server is down.
    Aim aim(TargetOptions options) throws CommandFailure {
        Defaults defaults = defaults();
        Optional<NodeName> node = options.nodeName().or(defaults::node);
        return node.isPresent()
                ? new Aim(location(options.source, defaults), node.get())
                : read(options).aim();
    }

    /// Which source is meant, by the options or else by the defaults.
    SourceLocation location(SourceOptions options) throws CommandFailure {
        return location(options, defaults());
    }

    /// The name of this node, for commands that read no desired state.
    ///
    /// @param asked what `--node` says
    NodeName thisNode(Optional<String> asked) throws CommandFailure {
        try {
            Optional<NodeName> name = asked.map(NodeName::new).or(defaults()::node);
            return name.isPresent() ? name.get() : new NodeName(console.surroundings().hostName());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, "--node: " + wrong.getMessage(), wrong);
        }
    }

    /// Checked before anything remembers it: a URL with a password in it must not get into a file.
    private static SourceLocation location(SourceOptions options, Defaults defaults)
            throws CommandFailure {
        SourceLocation location =
                options.location().or(defaults::location).orElseThrow(TargetReader::noSource);
        try {
            if (location instanceof SourceLocation.Repository repository) {
                repository.check();
            }
            return location;
        } catch (SourceFailure unsafe) {
            throw CommandFailure.of(unsafe);
        }
    }

    /// Whether [#read] would know where to read.
    boolean knowsSource(TargetOptions options) throws CommandFailure {
        return options.source.location().or(defaults()::location).isPresent();
    }

    /// Any commit that can be read, whether the node would follow it or not.
    static Snapshot open(SourceLocation location, Globals globals, Console console)
            throws CommandFailure {
        var access = SourceAccess.of(globals.home(), console.surroundings().variables());
        try {
            return new DesiredSource(access.settings()).open(location);
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }

    private Defaults defaults() throws CommandFailure {
        return Defaults.of(globals.home(), configuration);
    }

    private static Optional<NodeName> named(DesiredState desired, String hostName) {
        return desired.nodes().keySet().stream()
                .filter(name -> name.toString().equals(hostName))
                .findFirst();
    }

    private static CommandFailure noSource() {
        return new CommandFailure(
                ExitCode.USAGE,
                "say which desired state: --repo REPO or --dir DIR; nothing has been applied here"
                        + " yet");
    }

    /// Never a guess, even where the desired state has one node only: a host that takes itself for
    /// another would start that one's VEs a second time.
    private CommandFailure unknownNode(DesiredState desired) {
        return new CommandFailure(
                ExitCode.USAGE,
                "this host, "
                        + console.surroundings().hostName()
                        + ", is none of the nodes "
                        + desired.nodes().keySet()
                        + "; say which one it is: --node NAME");
    }
}
