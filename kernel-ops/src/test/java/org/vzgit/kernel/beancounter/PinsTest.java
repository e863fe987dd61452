package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The names of pins; an ordinary directory is as good as a bpf file system for that.
class PinsTest {
    @TempDir private Path directory;

    private Pins pins() {
        return new Pins(directory.resolve("vzgit"));
    }

    private Pins.Generation make(int number, String version) throws IOException {
        Pins.Generation made = pins().generation(number, version);
        Files.createDirectories(made.directory());
        Files.createFile(made.directory().resolve("numfile_open"));
        return made;
    }

    @Test
    void beforeTheFirstThereIsNone() throws IOException {
        assertTrue(pins().generations().isEmpty());
    }

    @Test
    void generationsAreFoundByNumber() throws IOException {
        Pins.Generation tenth = make(10, "lsm0123");
        Pins.Generation ninth = make(9, "traceabc");
        assertEquals(List.of(ninth, tenth), List.copyOf(pins().generations().values()));
        assertEquals(10, pins().generations().lastKey());
    }

    @Test
    void otherNamesAreNobodys() throws IOException {
        Files.createDirectories(pins().root().resolve("generation-x-y"));
        Files.createDirectories(pins().root().resolve("generation-1"));
        Files.createDirectories(pins().root().resolve("other"));
        assertTrue(pins().generations().isEmpty());
    }

    @Test
    void oneIsRemovedAndTheOtherStays() throws IOException {
        Pins.Generation old = make(1, "a");
        Pins.Generation fresh = make(2, "b");
        Pins.remove(old);
        Pins.remove(old);
        assertEquals(List.of(fresh), List.copyOf(pins().generations().values()));
    }

    @Test
    void allIsRemoved() throws IOException {
        make(1, "a");
        Files.createDirectories(pins().maps());
        Files.createFile(pins().maps().resolve("counts"));
        Files.createFile(pins().table());
        pins().removeAll();
        assertFalse(Files.exists(pins().root()));
        pins().removeAll();
    }
}
