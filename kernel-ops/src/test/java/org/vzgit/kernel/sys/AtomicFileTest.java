package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that are old or new and never half.
class AtomicFileTest {
    private static final int READS = 500;

    /// Seconds of work: only a reader that never comes to read both lets the writer reach it.
    private static final int REPLACEMENTS_MAX = 100_000;

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameIt() {
        file = directory.resolve("owner");
    }

    enum How {
        DURABLY {
            @Override
            void replace(Path file, String text) throws IOException {
                AtomicFile.replaceDurably(file, text);
            }
        },
        BRIEFLY {
            @Override
            void replace(Path file, String text) throws IOException {
                AtomicFile.replace(file, text);
            }
        };

        abstract void replace(Path file, String text) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsReplacedWholeAndNothingStaysBesideIt(How how) throws IOException {
        Files.writeString(file, "a long old text\n");
        how.replace(file, "new ü\n");
        assertEquals("new ü\n", Files.readString(file));
        assertEquals(List.of(file), entries());
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNotThereYetIsMade(How how) throws IOException {
        how.replace(file, "");
        assertEquals(0, Files.size(file));
    }

    @ParameterizedTest
    @EnumSource
    void whatAnInterruptedReplacementLeftIsOverwritten(How how) throws IOException {
        Files.writeString(file, "old\n");
        Files.writeString(directory.resolve("owner.new"), "half of a much longer te");
        how.replace(file, "new\n");
        assertEquals("new\n", Files.readString(file));
        assertEquals(List.of(file), entries());
    }

    @ParameterizedTest
    @EnumSource
    void withoutItsDirectoryNothingIsMade(How how) {
        Path lost = directory.resolve("gone").resolve("owner");
        assertThrows(NoSuchFileException.class, () -> how.replace(lost, "new\n"));
        assertFalse(Files.exists(lost));
    }

    @Test
    void aSymbolicLinkIsReplacedAndItsTargetIsNotTouched() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "theirs\n");
        Files.createSymbolicLink(file, target);
        AtomicFile.replace(file, "ours\n");
        assertEquals("theirs\n", Files.readString(target));
        assertFalse(Files.isSymbolicLink(file));
    }

    @Test
    void aReaderSeesTheOldOrTheNewOneWhileItIsReplaced() throws Exception {
        Set<String> contents = Set.of("a".repeat(10_000), "b".repeat(20_000));
        AtomicFile.replace(file, "a".repeat(10_000));
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> replaceInTurns(contents, enough));
        Set<String> seen = new HashSet<>();
        try {
            for (int i = 0; i < READS || (seen.size() < contents.size() && writer.isAlive()); i++) {
                seen.add(Files.readString(file));
            }
        } finally {
            enough.set(true);
            writer.join();
        }
        assertEquals(contents, seen);
    }

    private void replaceInTurns(Set<String> contents, AtomicBoolean enough) {
        try {
            for (int i = 0; i < REPLACEMENTS_MAX && !enough.get(); i++) {
                for (String content : contents) {
                    AtomicFile.replace(file, content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> entries() throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
