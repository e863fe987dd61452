package org.vzgit.reconciler.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vzgit.kernel.sys.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The status as JSON: what `status -o json` prints, and what the agent leaves for others to read.
public final class StatusFile {
    /// A status of 10,000 VEs is about 3 MiB; a larger file was not written by us.
    private static final long BYTES_MAX = 64L << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private StatusFile() {}

    public static String json(StatusSnapshot status) {
        ObjectNode json = JSON.createObjectNode();
        json.put("apiVersion", "vzgit/v1");
        json.put("kind", "Status");
        ObjectNode content = JSON.valueToTree(status);
        json.put("health", status.health().name().toLowerCase(java.util.Locale.ROOT));
        json.setAll(content);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    /// Replaces the file; readers see the old one or the new one. Not synced: it lives below the
    /// run directory, which no reboot survives.
    public static void write(Path file, StatusSnapshot status) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("");
        Files.createDirectories(directory);
        AtomicFile.replace(file, json(status) + "\n");
    }

    /// @return empty when no agent has written one since boot
    /// @throws IOException when there is a file that cannot be read as a status
    public static Optional<StatusSnapshot> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("read " + file + ": more than " + BYTES_MAX + " bytes");
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), StatusSnapshot.class));
        } catch (JacksonException malformed) {
            throw new IOException(
                    "read " + file + ": not a status: " + malformed.getOriginalMessage(),
                    malformed);
        }
    }
}
