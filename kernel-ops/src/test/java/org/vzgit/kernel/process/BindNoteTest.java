package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.process.BindNote.Entry;
import org.vzgit.schema.BindMount;

final class BindNoteTest {
    @TempDir private Path directory;

    private BindNote note() {
        return BindNote.of(directory.resolve("binds"), 1001, 77);
    }

    private static SortedMap<String, Entry> entries(String... texts) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (String text : texts) {
            BindMount mount = BindMount.parse(text);
            entries.put(mount.target(), new Entry(500 + entries.size(), mount));
        }
        return entries;
    }

    @Test
    void nothingIsNotedAtFirst() throws IOException {
        assertFalse(note().exists());
        assertEquals(new TreeMap<>(), note().read());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var both = entries("/srv/my files:/mnt/my files,ro,nodev", "/srv/a:/mnt/a");
        note().write(both);
        assertEquals(both, note().read());
        assertEquals(
                "501 /srv/a:/mnt/a\n500 /srv/my files:/mnt/my files,ro,nodev\n",
                Files.readString(directory.resolve("binds/1001-77")));
    }

    @Test
    void theNextProcessOfTheSameNumberHasNoneOfIt() throws IOException {
        note().write(entries("/srv/a:/mnt/a"));
        assertFalse(BindNote.of(directory.resolve("binds"), 1001, 78).exists());
    }

    @Test
    void theLastOneTakesTheFileWithIt() throws IOException {
        note().write(entries("/srv/a:/mnt/a"));
        assertTrue(note().exists());
        note().write(new TreeMap<>());
        assertFalse(note().exists());
        note().write(new TreeMap<>());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "x /srv/a:/mnt/a", "500 /srv/a", "500 /srv/a:/mnt,rw"})
    void aDamagedNoteIsNotGuessedAt(String line) throws IOException {
        note().write(entries("/srv/a:/mnt/a"));
        Files.writeString(directory.resolve("binds/1001-77"), line + "\n");
        var failure = assertThrows(IOException.class, () -> note().read());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("read " + directory));
    }

    @Test
    void aNoteOfMoreThanAMebibyteIsNotRead() throws IOException {
        note().write(entries("/srv/a:/mnt/a"));
        Path file = directory.resolve("binds/1001-77");
        String line = "500 /srv/a:/mnt/" + "a".repeat(1007) + "\n";
        Files.writeString(file, line.repeat(1024));
        assertEquals(1 << 20, Files.size(file));
        assertEquals(1, note().read().size());
        Files.writeString(file, line.repeat(1024) + "\n");
        assertThrows(IOException.class, () -> note().read());
    }

    @Test
    void theProgramsWordsBecomeAFailureOfTheirKind() {
        var gone = ProgramFault.of("show /srv", "error open-source 2 ENOENT /srv/a b");
        assertEquals(FailureKind.GONE, gone.kind());
        assertEquals("show /srv: open-source /srv/a b: ENOENT", gone.getMessage());
        var killed = ProgramFault.of("show /srv", "");
        assertEquals(FailureKind.BROKEN, killed.kind());
        assertEquals("show /srv: the program ended with: ", killed.getMessage());
    }
}
