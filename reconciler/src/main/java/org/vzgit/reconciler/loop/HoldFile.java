package org.vzgit.reconciler.loop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Where a node keeps its holds: a file that survives a reboot. Commands write it whether an agent
/// runs or not, and every pass reads it.
public final class HoldFile {
    /// A hold for each of 10,000 VEs, with the longest reason, is about 5 MiB.
    private static final long BYTES_MAX = 8L << 20;

    /// The number that stands for the node; no VE has it.
    private static final int NODE = 0;

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Path file;

    public HoldFile(Path file) {
        this.file = file;
    }

    public static HoldFile of(NodeHome home) {
        return new HoldFile(home.state().resolve("holds.json"));
    }

    /// What holds at this time.
    ///
    /// @throws IOException when there is a file that cannot be read. Nothing may be concluded then:
    ///   the VE that must be left alone is among those that stand in it
    public Holds read(Instant now) throws IOException {
        return read().at(now);
    }

    /// Replaces the content; what is over is dropped. One at a time, in this process and among all.
    public synchronized Holds update(Instant now, UnaryOperator<Holds> change) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("");
        Files.createDirectories(directory);
        try (FileChannel lock =
                        FileChannel.open(
                                directory.resolve("holds.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            Holds changed = change.apply(read(now));
            AtomicFile.replaceDurably(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(of(changed)));
            return changed;
        }
    }

    private Holds read() throws IOException {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("read " + file + ": more than " + BYTES_MAX + " bytes");
            }
            return Optional.ofNullable(JSON.readValue(Files.readString(file), Content.class))
                    .orElseThrow(() -> new IllegalArgumentException("null"))
                    .value();
        } catch (NoSuchFileException _) {
            return Holds.NONE;
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw new IOException(
                    "read " + file + ": not a list of holds: " + malformed.getMessage(), malformed);
        }
    }

    private static Content of(Holds holds) {
        List<Entry> entries = new ArrayList<>();
        holds.node().ifPresent(pin -> entries.add(new Entry(NODE, pin.commit(), pin.hold())));
        holds.ves().forEach((veid, hold) -> entries.add(new Entry(veid.value(), "", hold)));
        return new Content("vzgit/v1", "Holds", entries);
    }

    /// The file.
    record Content(String apiVersion, String kind, List<Entry> holds) {
        Content {
            holds = List.copyOf(holds);
        }

        Holds value() {
            TreeMap<VeId, Hold> ves = new TreeMap<>();
            Optional<Holds.Pin> node = Optional.empty();
            for (Entry entry : holds) {
                if (entry.veid() == NODE) {
                    node = Optional.of(new Holds.Pin(entry.commit(), entry.hold()));
                } else {
                    ves.put(new VeId(entry.veid()), entry.hold());
                }
            }
            return new Holds(ves, node);
        }
    }

    /// @param veid [#NODE] for the node itself
    /// @param commit empty for a VE
    record Entry(int veid, String commit, Hold hold) {}
}
