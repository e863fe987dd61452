package org.vzgit.kernel.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.schema.BindMount;

/// Which mounts of one VE are the node's: in the VE's mount table they look like its own. Belongs
/// to one process, the VE's init, and is nobody's when that has ended.
///
/// One line for each: the kernel's number of the mount, a blank, and what was asked for.
record BindNote(Path file) {
    /// A node's document has at most 64, of two paths each.
    private static final int BYTES_MAX = 1 << 20;

    static BindNote of(Path directory, int initPid, long startTicks) {
        return new BindNote(directory.resolve(initPid + "-" + startTicks));
    }

    boolean exists() {
        return Files.exists(file);
    }

    /// By target; nothing when nothing was noted.
    SortedMap<String, Entry> read() throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("read " + file + ": more than " + BYTES_MAX + " bytes");
            }
            for (String line : Files.readAllLines(file)) {
                Entry entry = Entry.parse(line);
                entries.put(entry.mount().target(), entry);
            }
        } catch (NoSuchFileException _) {
            return entries;
        } catch (IllegalArgumentException e) {
            throw new IOException("read " + file + ": " + e.getMessage(), e);
        }
        return entries;
    }

    void write(SortedMap<String, Entry> entries) throws IOException {
        if (entries.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        List<String> lines = new ArrayList<>();
        entries.values().forEach(entry -> lines.add(entry.text()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.replace(file, String.join("\n", lines) + "\n");
    }

    /// @param id the kernel's number of the mount: statx(2), `stx_mnt_id`, and the first field of
    ///   mountinfo
    record Entry(long id, BindMount mount) {
        private String text() {
            return id + " " + mount.text();
        }

        private static Entry parse(String line) {
            int blank = line.indexOf(' ');
            if (blank < 0) {
                throw new IllegalArgumentException("no mount: " + line);
            }
            return new Entry(
                    Long.parseLong(line.substring(0, blank)),
                    BindMount.parse(line.substring(blank + 1)));
        }
    }
}
