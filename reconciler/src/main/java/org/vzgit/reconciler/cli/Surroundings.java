package org.vzgit.reconciler.cli;

import java.util.Map;

/// What the process was started in, as far as commands look at it.
///
/// @param variables the environment
/// @param hostName what uname(2) says, the default for `--node`
/// @param outIsTerminal whether a person reads standard output as it comes
/// @param errIsTerminal the same for standard error, where progress goes
record Surroundings(
        Map<String, String> variables,
        String hostName,
        boolean outIsTerminal,
        boolean errIsTerminal) {
    Surroundings {
        variables = Map.copyOf(variables);
    }
}
