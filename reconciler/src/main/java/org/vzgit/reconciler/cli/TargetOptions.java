package org.vzgit.reconciler.cli;

import java.util.Optional;
import org.vzgit.schema.NodeName;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which desired state, and which of its nodes this host is.
final class TargetOptions {
    @Mixin final SourceOptions source = new SourceOptions();

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Which node this is (default: the host name).")
    Optional<String> node = Optional.empty();

    Optional<NodeName> nodeName() throws CommandFailure {
        try {
            return node.map(NodeName::new);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, "--node: " + wrong.getMessage(), wrong);
        }
    }
}
