package org.vzgit.reconciler.forge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.reconciler.source.CommitState;

/// What a forge was told last, kept for the next start: an agent that is restarted tells nothing
/// twice. One line: state, commit, address of who was told.
record ToldStatus(Path file, String address) {
    /// An id has 64 digits at most, and an address hardly ever more than some hundred.
    private static final int BYTES_MAX = 4096;

    /// Empty when nothing was told there yet, or nobody knows: then it is told again.
    Optional<CommitStatus> read() {
        try {
            if (Files.size(file) > BYTES_MAX) {
                return Optional.empty();
            }
            String[] words =
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                            .strip()
                            .split(" ", 3);
            return words.length == 3 && words[2].equals(address)
                    ? Optional.of(new CommitStatus(words[1], CommitState.valueOf(words[0]), ""))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What cannot be written is told again after the next start, which does no harm.
    void write(CommitStatus status) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            AtomicFile.replace(file, status.state() + " " + status.commit() + " " + address + "\n");
        } catch (IOException _) {
            // As above.
        }
    }
}
