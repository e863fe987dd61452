package org.vzgit.kernel.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vzgit.schema.VeId;

/// A command to run in a VE, as its root.
///
/// @param words what to execute with its arguments; a name without `/` is looked up in the VE's
///   usual directories
/// @param script a file of the host to execute in place of a program of the VE: the command's first
///   word is then only its name. Its content is copied into the VE's memory, at most 16 MiB, so the
///   VE never has a descriptor of the file
/// @param terminal the value of `TERM` when the command is to have a terminal of the VE's own;
///   empty gives it three pipes
/// @param streams what the command's streams are pumped from and to
/// @param veid given to the command as `VEID`; empty for none
public record VeCommand(
        List<String> words,
        Optional<Path> script,
        Optional<String> terminal,
        ExecStreams streams,
        Optional<VeId> veid) {
    public VeCommand {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
    }

    /// A program of the VE, on plain pipes.
    public static VeCommand of(List<String> words, ExecStreams streams) {
        return new VeCommand(words, Optional.empty(), Optional.empty(), streams, Optional.empty());
    }

    public VeCommand onTerminal(String term) {
        return new VeCommand(words, script, Optional.of(term), streams, veid);
    }

    public VeCommand fromScript(Path file) {
        return new VeCommand(words, Optional.of(file), terminal, streams, veid);
    }

    public VeCommand ofVe(VeId value) {
        return new VeCommand(words, script, terminal, streams, Optional.of(value));
    }
}
