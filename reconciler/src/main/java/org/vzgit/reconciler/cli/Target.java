package org.vzgit.reconciler.cli;

import java.util.Optional;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.document.DesiredStateReader;

/// A desired state that was read, and the node in it that this host is.
///
/// @param repository the id that the desired state writes into owner marks
record Target(SourceLocation location, String repository, DesiredState desired, NodeName node) {

    /// Reads what the options name, or else the defaults.
    static Target read(TargetOptions options, Surroundings surroundings, TargetPlaces places)
            throws CommandFailure {
        Defaults defaults = Defaults.of(places);
        SourceLocation location =
                options.source
                        .location()
                        .or(defaults::location)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "say which desired state: --repo REPO or --dir DIR;"
                                                + " nothing has been applied here yet"));
        Snapshot snapshot = open(location, places.home());
        DesiredState desired =
                snapshot.complete(
                        new DesiredStateReader().read(snapshot.revision(), snapshot.files()));
        NodeName node =
                options.nodeName()
                        .or(defaults::node)
                        .or(() -> named(desired, surroundings.hostName()))
                        .orElseThrow(() -> unknownNode(desired, surroundings.hostName()));
        return new Target(location, snapshot.repositoryId(), desired, node);
    }

    PlanRequest request(ObservedNode observed) {
        return new PlanRequest(desired, node, repository, observed);
    }

    Defaults toDefaults() {
        return new Defaults(Optional.of(location), Optional.of(node));
    }

    static Snapshot open(SourceLocation location, NodeHome home) throws CommandFailure {
        try {
            return new DesiredSource(SourceAccess.settings(home)).open(location);
        } catch (SourceFailure failure) {
            ExitCode code =
                    failure.kind() == SourceFailure.Kind.BAD_LOCATION
                            ? ExitCode.USAGE
                            : ExitCode.TOOL_FAILED;
            throw new CommandFailure(code, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static Optional<NodeName> named(DesiredState desired, String hostName) {
        return desired.nodes().keySet().stream()
                .filter(name -> name.toString().equals(hostName))
                .findFirst();
    }

    /// Never a guess, even where the desired state has one node only: a host that takes itself for
    /// another would start that one's VEs a second time.
    private static CommandFailure unknownNode(DesiredState desired, String hostName) {
        return new CommandFailure(
                ExitCode.USAGE,
                "this host, "
                        + hostName
                        + ", is none of the nodes "
                        + desired.nodes().keySet()
                        + "; say which one it is: --node NAME");
    }
}
