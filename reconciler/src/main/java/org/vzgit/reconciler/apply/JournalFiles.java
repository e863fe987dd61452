package org.vzgit.reconciler.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;

/// The files of the journal: `apply.jsonl` is written, `apply.1.jsonl` is the one before it, and so
/// on.
///
/// @param directory below the node's state, so that it survives a reboot
/// @param fileBytes how large a file grows before the next one is begun
/// @param files how many are kept
record JournalFiles(Path directory, long fileBytes, int files) {
    /// About 10,000 operations; a file of this size is read in well under a second.
    private static final long FILE_BYTES_MAX = 4L << 20;

    /// 32 MiB in all: months of a busy node, and no node runs out of disk by it.
    private static final int FILES_MAX = 8;

    static JournalFiles in(Path directory) {
        return new JournalFiles(directory, FILE_BYTES_MAX, FILES_MAX);
    }

    Path current() {
        return file(0);
    }

    /// Newest first, whether they exist or not.
    List<Path> newestFirst() {
        return IntStream.range(0, files).mapToObj(this::file).toList();
    }

    /// Begins a new file when the current one is large enough. The oldest is deleted.
    void rotate() throws IOException {
        if (!Files.exists(current()) || Files.size(current()) < fileBytes) {
            return;
        }
        // From the oldest on; a crash between two renames leaves a gap, which readers pass over.
        for (int age = files - 2; age >= 0; age--) {
            if (Files.exists(file(age))) {
                Files.move(file(age), file(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path file(int age) {
        return directory.resolve(age == 0 ? "apply.jsonl" : "apply." + age + ".jsonl");
    }
}
