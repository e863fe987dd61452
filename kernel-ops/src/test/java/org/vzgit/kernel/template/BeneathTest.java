package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Work in directories that somebody else has laid out.
class BeneathTest {
    @TempDir Path directory;

    private void replace(String name, String text) throws IOException {
        try (var stream = Files.newDirectoryStream(directory)) {
            Beneath.replace(Beneath.secure(stream), name, text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void severalFilesAreMadeInOneOpenDirectory() throws Exception {
        try (var stream = Files.newDirectoryStream(directory)) {
            var open = Beneath.secure(stream);
            Beneath.replace(open, "a", new byte[] {'1'});
            Beneath.replace(open, "b", new byte[] {'2'});
            Beneath.replace(open, "a", new byte[] {'3'});
        }
        assertEquals("3", Files.readString(directory.resolve("a")));
        assertEquals("2", Files.readString(directory.resolve("b")));
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "kept");
        Files.createSymbolicLink(directory.resolve("link"), victim);
        replace("link", "new");
        assertEquals("kept", Files.readString(victim));
        Path made = directory.resolve("link");
        assertEquals(true, Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS));
        assertEquals("rw-r--r--", permissions(made));
    }

    private static String permissions(Path file) throws IOException {
        return java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file));
    }

    @Test
    void aDirectoryIsNotReplaced() throws Exception {
        Files.createDirectory(directory.resolve("d"));
        assertThrows(FileAlreadyExistsException.class, () -> replace("d", "x"));
    }

    @Test
    void chosenFilesGoAndDirectoriesStay() throws Exception {
        for (String name : new String[] {"x-shm", "x-wal", "y-shm"}) {
            Files.writeString(directory.resolve(name), "");
        }
        Files.createDirectory(directory.resolve("z-shm"));
        try (var stream = Files.newDirectoryStream(directory)) {
            Beneath.deleteFiles(Beneath.secure(stream), name -> name.endsWith("-shm"));
        }
        try (var left = Files.list(directory)) {
            assertEquals(
                    java.util.List.of("x-wal", "z-shm"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }
}
