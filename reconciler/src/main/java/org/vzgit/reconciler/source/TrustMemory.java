package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.ObjectId;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.reconciler.text.SafeText;

/// Keeps [LastTaken] across restarts: for each source one small file of `key = value` lines, which
/// a person can read. A file that cannot be read is a failure and not "nothing": an attacker who
/// can damage it must not gain a first contact by that.
///
/// @param directory below the node's state
record TrustMemory(Path directory) {
    /// Four short lines and a URL.
    private static final int BYTES_MAX = 16 * 1024;

    LastTaken read(SourceLocation.Repository location) throws IOException {
        Map<String, String> taken = values(file(location));
        return new LastTaken(
                id(taken, file(location)),
                "yes".equals(taken.get("signed")),
                id(values(accepted(location)), accepted(location)));
    }

    /// Called by the holder of the node's lock. Durable; nothing is written when it is the same
    /// already. The word of a person is used up by it.
    void took(SourceLocation.Repository location, ObjectId commit, boolean signed)
            throws IOException {
        LastTaken taken = new LastTaken(Optional.of(commit.copy()), signed, Optional.empty());
        if (!read(location).equals(taken)) {
            Files.createDirectories(directory);
            AtomicFile.replaceDurably(
                    file(location),
                    "# What this node took last; vzgit apply and vzgit agent write it.\n"
                            + text(location, commit)
                            + "signed = "
                            + (signed ? "yes" : "no")
                            + "\n");
            Files.deleteIfExists(accepted(location));
        }
    }

    /// Called by anybody who may write here, also while an agent holds the lock: therefore a file
    /// of its own.
    void accept(SourceLocation.Repository location, ObjectId commit) throws IOException {
        Files.createDirectories(directory);
        AtomicFile.replaceDurably(
                accepted(location),
                "# What a person said is good; vzgit accept writes it.\n" + text(location, commit));
    }

    /// The name of a source in paths and refs. A digest, because URLs have characters that neither
    /// can have.
    static String key(SourceLocation.Repository location) {
        String name = location.url() + "\n" + location.revision() + "\n" + location.subdirectory();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private Path file(SourceLocation.Repository location) {
        return directory.resolve(key(location));
    }

    private Path accepted(SourceLocation.Repository location) {
        return directory.resolve(key(location) + ".accepted");
    }

    private static String text(SourceLocation.Repository location, ObjectId commit) {
        return "source = " + SafeText.of(location.text()) + "\ncommit = " + commit.name() + "\n";
    }

    private static Map<String, String> values(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("read " + file + ": more than " + BYTES_MAX + " bytes");
            }
            Files.readString(file)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> values.put(pair[0], pair[1]));
            if (!values.containsKey("commit")) {
                throw new IOException("read " + file + ": it names no commit");
            }
        } catch (NoSuchFileException _) {
            // Nothing was taken, or accepted, yet.
        }
        return values;
    }

    private static Optional<ObjectId> id(Map<String, String> values, Path file) throws IOException {
        String value = values.get("commit");
        if (value == null) {
            return Optional.empty();
        }
        if (!ObjectId.isId(value)) {
            throw new IOException("read " + file + ": no commit id: " + value);
        }
        return Optional.of(ObjectId.fromString(value));
    }
}
