package org.vzgit.reconciler.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Follows the journal while somebody else writes it. When the writer begins a new file, what it
/// had written to the old one since the last look is still read: a look a second is far more often
/// than files are begun.
public final class JournalTail {
    /// One look reads no more; the rest comes with the next.
    private static final int BYTES_MAX = 1 << 20;

    private final Path current;
    private final Path before;
    private long position;
    private Object file;

    /// Begins at the end of what is there.
    ///
    /// @param directory of the journal
    public JournalTail(Path directory) throws IOException {
        List<Path> files = JournalFiles.in(directory).newestFirst();
        this.current = files.getFirst();
        this.before = files.get(1);
        this.file = identity(current);
        this.position = Files.exists(current) ? Files.size(current) : 0;
    }

    /// The entries that came since the last look, oldest first.
    public List<JournalEntry> poll() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        Object now = identity(current);
        if (!now.equals(file)) {
            if (identity(before).equals(file)) {
                read(before, entries);
            }
            file = now;
            position = 0;
        }
        read(current, entries);
        return entries;
    }

    /// Only whole lines: the last one may be half written.
    private void read(Path path, List<JournalEntry> entries) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
            channel.read(bytes, position);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            position += whole.getBytes(StandardCharsets.UTF_8).length;
            whole.lines().forEach(line -> JournalLine.parse(line).ifPresent(entries::add));
        } catch (NoSuchFileException notYet) {
            position = 0;
        }
    }

    /// Renaming a file does not change it.
    private static Object identity(Path path) throws IOException {
        try {
            return Objects.requireNonNullElse(Files.getAttribute(path, "unix:ino"), "");
        } catch (NoSuchFileException notYet) {
            return "";
        }
    }
}
