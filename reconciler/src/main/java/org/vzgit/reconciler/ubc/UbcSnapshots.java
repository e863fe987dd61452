package org.vzgit.reconciler.ubc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vzgit.kernel.sys.AtomicFile;

/// Earlier looks at the counters, to count from: the last one, and one for each commit when it was
/// first seen applied. They do not survive a reboot, and neither do the counters.
///
/// @param directory below `/run`
public record UbcSnapshots(Path directory) {
    /// A node applies a handful of commits a day, and whoever asks "since when" means days; one of
    /// 1,000 VEs has 3 MB.
    static final int COMMITS_MAX = 20;

    private static final String LAST = "last";

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{4,64}");

    /// What the last look saw; empty before the first.
    ///
    /// @throws IOException when it cannot be read, or is damaged
    public Optional<UbcTable> last() throws IOException {
        return read(directory.resolve(LAST));
    }

    public void keepLast(UbcTable table) throws IOException {
        Files.createDirectories(directory);
        AtomicFile.replace(directory.resolve(LAST), table.resources());
    }

    /// What was seen when a commit was applied; empty when it never was, or too long ago.
    ///
    /// @param commit its id or the beginning of it
    /// @throws IllegalArgumentException when several begin so, or it is no id
    public Optional<UbcTable> at(String commit) throws IOException {
        if (!COMMIT.matcher(commit).matches()) {
            throw new IllegalArgumentException(commit + " is not a commit id of 4 or more digits");
        }
        List<Path> found =
                kept().stream()
                        .filter(file -> file.getFileName().toString().startsWith(commit))
                        .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(found.size() + " commits begin with " + commit);
        }
        return found.isEmpty() ? Optional.empty() : read(found.getFirst());
    }

    /// Writes down where a commit began; one that is known keeps its beginning. What no commit of
    /// Git stands for, as a directory of documents, is not kept.
    public void keep(String commit, UbcTable table) throws IOException {
        if (!COMMIT.matcher(commit).matches() || Files.exists(directory.resolve(commit))) {
            return;
        }
        Files.createDirectories(directory);
        AtomicFile.replace(directory.resolve(commit), table.resources());
        List<Path> all = kept();
        for (Path old : all.subList(0, Math.max(0, all.size() - COMMITS_MAX))) {
            Files.deleteIfExists(old);
        }
    }

    /// The oldest first.
    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> COMMIT.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(UbcSnapshots::age))
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            // It goes at this moment, as the oldest do.
            return FileTime.fromMillis(0);
        }
    }

    private static Optional<UbcTable> read(Path file) throws IOException {
        try {
            return Optional.of(UbcTable.parse(Files.readString(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException damaged) {
            throw new IOException("read " + file + ": " + damaged.getMessage(), damaged);
        }
    }
}
