package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFileTest {
    private static final int PLENTY = 1 << 20;

    @TempDir private Path directory;

    /// Around the sizes at which the buffer is full.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 8191, 8192, 8193, 100_000})
    void aFileIsReadToItsEnd(int length) throws IOException {
        String text = "0123456789".repeat(length / 10 + 1).substring(0, length);
        assertEquals(text, KernelFile.text(file(text), PLENTY));
        assertEquals(text, KernelFile.textOfNoLink(file(text), PLENTY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 2048, 2049, 8192})
    void readingEndsAtTheBound(int bound) throws IOException {
        Path file = file("x".repeat(bound + 1));
        assertEquals("x".repeat(bound), KernelFile.text(file, bound));
        assertEquals("x".repeat(bound + 1), KernelFile.text(file, bound + 1));
    }

    @Test
    void bytesThatAreNoUtf8AreTakenAsTheyAre() throws IOException {
        Path file = Files.write(directory.resolve("f"), new byte[] {(byte) 0xff, 'a', (byte) 0xc3});
        assertEquals("\u00ffa\u00c3", KernelFile.text(file, PLENTY));
    }

    @Test
    void filesOfProcAreReadWhole() throws IOException {
        String status = KernelFile.text(Path.of("/proc/self/status"), PLENTY);
        assertTrue(status.startsWith("Name:"), status);
        assertTrue(status.contains("nonvoluntary_ctxt_switches:"), status);
        String maps = KernelFile.text(Path.of("/proc/self/maps"), 8 << 20);
        assertTrue(maps.length() > 10_000 && maps.endsWith("\n"), "longer than any first buffer");
    }

    @Test
    void aLinkIsFollowedOnlyWhereThatWasAsked() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file("text"));
        assertEquals("text", KernelFile.text(link, PLENTY));
        IOException refused =
                assertThrows(IOException.class, () -> KernelFile.textOfNoLink(link, PLENTY));
        assertEquals(Errno.ELOOP, FileErrno.of(refused));
    }

    @Test
    void failuresTellTheirErrno() {
        Path none = directory.resolve("none");
        assertThrows(NoSuchFileException.class, () -> KernelFile.text(none, PLENTY));
        IOException refused =
                assertThrows(IOException.class, () -> KernelFile.text(directory, PLENTY));
        assertEquals(Errno.EISDIR, FileErrno.of(refused));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("f"), text);
    }
}
