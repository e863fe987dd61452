package org.vzgit.reconciler.cli;

import java.util.List;

/// One object for each command, in the order in which help lists them.
final class Commands {
    private Commands() {}

    static List<Object> all(Console console, Globals globals, Ports ports) {
        return List.of(new VersionCommand(console), new CompletionCommand(console));
    }
}
