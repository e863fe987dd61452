package org.vzgit.kernel.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A command to run in a VE, as its root.
///
/// @param command what to execute with its arguments; a name without `/` is looked up in the VE's
///   usual directories
/// @param terminal the value of `TERM` when the command is to have a terminal of the VE's own;
///   empty gives it three pipes
/// @param streams what the command's streams are pumped from and to
/// @param procsFiles the VE's `cgroup.procs` in every hierarchy; the command is born in all of them
record ExecRequest(
        List<String> command,
        Optional<String> terminal,
        ExecStreams streams,
        List<Path> procsFiles) {
    public ExecRequest {
        command = List.copyOf(command);
        procsFiles = List.copyOf(procsFiles);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
    }
}
