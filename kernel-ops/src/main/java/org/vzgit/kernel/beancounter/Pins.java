package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/// What keeps programs, links and maps alive while nobody of ours runs: files in a bpf file system.
///
/// ```
/// ROOT/maps/counts …              shared by all generations
/// ROOT/generation-3-DIGEST/…      one pin for each link of what is loaded
/// ROOT/census/…                   iterators over what is there, for baselines and the leak finder
/// ROOT/user_beancounters          the table, printed by the kernel
/// ```
///
/// @param root of one home, in a bpf file system
record Pins(Path root) {
    private static final String GENERATION = "generation-";

    Path maps() {
        return root.resolve("maps");
    }

    Path table() {
        return root.resolve("user_beancounters");
    }

    /// The iterators over what is there.
    Path census() {
        return root.resolve("census");
    }

    /// @param version what the generation is made of
    record Generation(int number, String version, Path directory) {}

    Generation generation(int number, String version) {
        return new Generation(number, version, root.resolve(GENERATION + number + "-" + version));
    }

    /// All that is pinned, by number: the active one, and what an interrupted change of generations
    /// has left.
    TreeMap<Integer, Generation> generations() throws IOException {
        TreeMap<Integer, Generation> found = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root, GENERATION + "*")) {
            for (Path directory : all) {
                parse(directory).ifPresent(each -> found.put(each.number(), each));
            }
        } catch (NoSuchFileException _) {
            // Nothing has ever been loaded.
        }
        return found;
    }

    private static Optional<Generation> parse(Path directory) {
        String[] words = directory.getFileName().toString().split("-", 3);
        try {
            return words.length == 3
                    ? Optional.of(new Generation(Integer.parseInt(words[1]), words[2], directory))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Removes the pins of a generation: its programs end when nobody is in them any more.
    /// Idempotent.
    static void remove(Generation generation) throws IOException {
        removeAll(generation.directory());
    }

    /// Idempotent.
    void removeCensus() throws IOException {
        removeAll(census());
    }

    /// Removes everything of the home, counters too. For tests and for a node that gives them up.
    void removeAll() throws IOException {
        for (Generation generation : generations().values()) {
            remove(generation);
        }
        removeCensus();
        removeAll(maps());
        Files.deleteIfExists(table());
        Files.deleteIfExists(root);
    }

    private static void removeAll(Path directory) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path pin : all) {
                Files.delete(pin);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        Files.delete(directory);
    }
}
