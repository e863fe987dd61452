package org.vzgit.reconciler.cli;

import java.nio.file.Path;

/// The ports of the running machine. Nothing native is loaded before a command opens one.
final class ThisMachine {
    private static final Path CONFIGURATION = Path.of("/etc/vzgit/vzgit.conf");

    private ThisMachine() {}

    static Ports ports() {
        return new Ports(
                _ -> {
                    throw new CommandFailure(ExitCode.TOOL_FAILED, "this build has no kernel");
                },
                _ -> {
                    throw new CommandFailure(ExitCode.TOOL_FAILED, "this build has no kernel");
                },
                (_, _, _) -> {
                    throw new CommandFailure(ExitCode.TOOL_FAILED, "this build has no kernel");
                },
                CONFIGURATION);
    }
}
