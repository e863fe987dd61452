package org.vzgit.kernel.sys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Small files that readers see old or new, never half: rename(2) over a file written beside it.
///
/// One writer at a time for a file, which the node's lock gives. What a writer that died left
/// beside the file is overwritten by the next one, so at most one such file stays.
public final class AtomicFile {
    private static final String BESIDE = ".new";

    private AtomicFile() {}

    /// After a power cut at any moment the file is the old or the new one, and whole. Costs an
    /// fsync: a millisecond on an idle disk, tens on a busy one. The rename itself is not synced,
    /// so a power cut right after this returns may bring the old one back.
    public static void replaceDurably(Path file, String text) throws IOException {
        replace(file, text, true);
    }

    /// Atomic for readers only. For files whose loss costs nothing, as those below `/run`, which no
    /// reboot survives.
    public static void replace(Path file, String text) throws IOException {
        replace(file, text, false);
    }

    private static void replace(Path file, String text, boolean durable) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + BESIDE);
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durable) {
                channel.force(true);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
