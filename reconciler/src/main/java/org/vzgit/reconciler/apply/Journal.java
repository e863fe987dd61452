package org.vzgit.reconciler.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What was applied on this node, by which commit: append-only files of JSON lines.
///
/// Each entry reaches the kernel with one write, so killing this process loses none; [#sync] makes
/// them survive a power failure. A line that was torn by one is closed and passed over. There is
/// one writer, the holder of the node's lock, and any number of readers.
public final class Journal {
    private final JournalFiles files;
    private Optional<FileChannel> open = Optional.empty();

    /// @param directory made when the first entry is written
    public Journal(Path directory) {
        this(JournalFiles.in(directory));
    }

    Journal(JournalFiles files) {
        this.files = files;
    }

    /// Appends one line.
    public synchronized void append(JournalEntry entry) throws IOException {
        write(channel(), JournalLine.format(entry) + "\n");
    }

    /// Waits until all entries are on the disk. Called at the end of an apply and not for each
    /// entry: an fsync takes milliseconds where a limit takes microseconds.
    public synchronized void sync() throws IOException {
        if (open.isPresent()) {
            try (FileChannel channel = open.get()) {
                channel.force(false);
            } finally {
                open = Optional.empty();
            }
            files.rotate();
        }
    }

    /// The newest entries that match, newest first.
    ///
    /// @param most how many at most
    public Page newest(int most, Predicate<JournalEntry> matching) throws IOException {
        List<JournalEntry> found = new ArrayList<>();
        int damaged = 0;
        for (Path file : files.newestFirst()) {
            if (found.size() >= most || !Files.exists(file)) {
                continue;
            }
            for (String line : lines(file).reversed()) {
                Optional<JournalEntry> entry = JournalLine.parse(line);
                damaged += entry.isEmpty() && !line.isBlank() ? 1 : 0;
                entry.filter(matching).filter(_ -> found.size() < most).ifPresent(found::add);
            }
        }
        return new Page(found, damaged);
    }

    /// @param damaged how many lines were no entries: torn by a crash, or written by something else
    public record Page(List<JournalEntry> entries, int damaged) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    private FileChannel channel() throws IOException {
        if (open.isEmpty()) {
            Files.createDirectories(files.directory());
            FileChannel channel =
                    FileChannel.open(
                            files.current(),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            open = Optional.of(channel);
            closeTornLine(channel);
        }
        return open.get();
    }

    /// Ends what a crash left unfinished, so that the next entry begins a line of its own.
    private static void closeTornLine(FileChannel channel) throws IOException {
        long size = channel.size();
        channel.position(size);
        ByteBuffer last = ByteBuffer.allocate(1);
        if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
            write(channel, "\n");
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Bytes that are no UTF-8 are replaced: a torn line may end inside a character.
    private static List<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    }
}
